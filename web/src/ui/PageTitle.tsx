/** The heading of a page with one line about it. */
interface PageTitleProps {
  readonly title: string;
  readonly children: string;
}

export function PageTitle({ title, children }: PageTitleProps) {
  return (
    <header className="px-1">
      <h1 className="text-lg font-semibold">{title}</h1>
      <p className="text-sm text-muted">{children}</p>
    </header>
  );
}
