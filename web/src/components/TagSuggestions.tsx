/** Tags that continue the one being typed: a row to tap, the first one taken by Tab. */
interface TagSuggestionsProps {
  readonly tags: readonly string[];
  readonly onTake: (tag: string) => void;
}

export function TagSuggestions({ tags, onTake }: TagSuggestionsProps) {
  if (tags.length === 0) return null;
  return (
    <ul aria-label="Suggested tags" className="flex gap-1.5 overflow-x-auto px-4 pb-2 text-sm">
      {tags.map((tag, index) => (
        <li key={tag} className="shrink-0">
          <button
            type="button"
            // The text keeps the focus, and a phone its keyboard.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(tag)}
            className="max-w-56 truncate rounded-full bg-accent-soft px-2.5 py-1 text-accent pointer-coarse:min-h-9"
          >
            #{tag}
            {index === 0 && (
              <kbd aria-hidden className="ml-2 text-xs opacity-70 pointer-coarse:hidden">
                Tab
              </kbd>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
