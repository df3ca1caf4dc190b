/** The page before anything is known. */
import { Skeleton } from "../ui/Skeleton";

export function Waiting() {
  return (
    <div className="mx-auto max-w-184 px-4 pt-20">
      <Skeleton />
    </div>
  );
}
