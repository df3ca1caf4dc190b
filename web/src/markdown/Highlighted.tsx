/** Code with its words told apart by class: a tree of elements, never markup. */
import type { RootContent } from "hast";
import { common, createLowlight } from "lowlight";
import { Fragment, type ReactNode, useMemo } from "react";

interface HighlightedProps {
  readonly language: string;
  readonly source: string;
}

const lowlight = createLowlight(common);

function drawn(nodes: readonly RootContent[]): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === "text") return <Fragment key={index}>{node.value}</Fragment>;
    if (node.type !== "element") return null;
    const { className } = node.properties;
    return (
      <span key={index} className={Array.isArray(className) ? className.join(" ") : undefined}>
        {drawn(node.children)}
      </span>
    );
  });
}

export function Highlighted({ language, source }: HighlightedProps) {
  const known = lowlight.registered(language.toLowerCase());
  const tree = useMemo(
    () => (known ? lowlight.highlight(language.toLowerCase(), source) : null),
    [known, language, source],
  );
  return <code className="highlighted">{tree === null ? source : drawn(tree.children)}</code>;
}
