/** The mark of the page: a note with a folded corner. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 64 64">
      <rect width="64" height="64" rx="15" className="fill-mark" />
      <path d="M19 15h26a4 4 0 0 1 4 4v19L38 49H19a4 4 0 0 1-4-4V19a4 4 0 0 1 4-4Z" fill="#faf9f6" />
      <path d="M49 38H42a4 4 0 0 0-4 4v7Z" fill="#a9cdc7" />
      <path d="M23 26h18M23 34h10" className="stroke-mark" strokeWidth="3.6" strokeLinecap="round" />
    </svg>
  );
}
