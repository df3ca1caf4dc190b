/** A block of code with its language and a button that copies it; a diagram where the language is Mermaid. */
import { Check, Copy } from "lucide-react";
import { lazy, useState } from "react";

import { t } from "../i18n";
import { Lazily } from "../ui/Lazily";

const Highlighted = lazy(async () => ({ default: (await import("./Highlighted")).Highlighted }));
const Diagram = lazy(async () => ({ default: (await import("./Diagram")).Diagram }));

interface CodeBlockProps {
  readonly language: string;
  readonly source: string;
}

/** Longer code is shown in one colour: telling its words apart would hold up the page. */
const longestHighlighted = 30_000;
const shownFor = 2000;

function CopyButton({ source }: { readonly source: string }) {
  const [isCopied, setCopied] = useState(false);
  // Pages served over plain http have no clipboard.
  if (!("clipboard" in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(source);
    setCopied(true);
    setTimeout(() => setCopied(false), shownFor);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button type="button" className="copy" onClick={() => void copy()}>
      <Icon aria-hidden size={14} strokeWidth={1.75} />
      <span aria-live="polite">{t(isCopied ? "markdown.copied" : "markdown.copy")}</span>
    </button>
  );
}

function Code({ language, source }: CodeBlockProps) {
  const plain = <code>{source}</code>;
  const isHighlighted = language !== "" && source.length <= longestHighlighted;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <pre tabIndex={0}>
      {isHighlighted ? (
        <Lazily fallback={plain}>
          <Highlighted language={language} source={source} />
        </Lazily>
      ) : (
        plain
      )}
    </pre>
  );
}

export function CodeBlock({ language, source }: CodeBlockProps) {
  const block = (
    <div className="code-block">
      <div className="code-bar">
        <span>{language}</span>
        <CopyButton source={source} />
      </div>
      <Code language={language} source={source} />
    </div>
  );
  if (language.toLowerCase() !== "mermaid") return block;
  return (
    <Lazily fallback={block}>
      <Diagram source={source} written={block} />
    </Lazily>
  );
}
