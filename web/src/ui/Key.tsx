/** A key as it looks on the keyboard. */
export function Key({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-md border border-line-strong bg-raised px-1.5 py-0.5 text-xs text-ink">
      {children}
    </kbd>
  );
}
