/** The block half of rendering; what is not listed here is not shown. */
import type { AlignType, List, ListItem, RootContent, Table, TableRow } from "mdast";
import { Fragment, lazy, type ReactNode } from "react";

import { t } from "../i18n";
import { cx } from "../lib/cx";
import { Lazily } from "../ui/Lazily";
import { headings } from "./element";
import { Formula } from "./Formula";
import { anchorId, inline, inlines, type Rendering } from "./inline";
import { plainText } from "./parse";
import { TaskBox } from "./TaskBox";

const CodeBlock = lazy(async () => ({ default: (await import("./CodeBlock")).CodeBlock }));

/** As tall as the block that comes in its place. */
function PlainCode({ language, source }: { readonly language: string; readonly source: string }) {
  return (
    <div className="code-block">
      <div className="code-bar">
        <span>{language}</span>
        <span aria-hidden className="copy">
          {"\u00A0"}
        </span>
      </div>
      <pre>
        <code>{source}</code>
      </pre>
    </div>
  );
}

export function blocks(nodes: readonly RootContent[], how: Rendering): ReactNode[] {
  return nodes.map((node, index) => <Fragment key={index}>{block(node, how)}</Fragment>);
}

function item(node: ListItem, isTight: boolean, how: Rendering): ReactNode {
  const content = node.children.map((child, index) => (
    <Fragment key={index}>
      {isTight && child.type === "paragraph" ? inlines(child.children, how) : block(child, how)}
    </Fragment>
  ));
  if (node.checked === null || node.checked === undefined) return <li>{content}</li>;
  const { onTask } = how;
  const offset = node.position?.start.offset;
  return (
    <li className={cx("task", node.checked && "done")}>
      <TaskBox
        label={plainText(node.children[0] ?? node)}
        checked={node.checked}
        onTick={onTask === undefined || offset === undefined ? undefined : (done) => onTask(offset, done)}
      />
      <div>{content}</div>
    </li>
  );
}

function list(node: List, how: Rendering): ReactNode {
  const isTight = node.spread !== true && node.children.every((child) => child.spread !== true);
  const items = node.children.map((child, index) => <Fragment key={index}>{item(child, isTight, how)}</Fragment>);
  return node.ordered === true ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

function row(node: TableRow, align: readonly AlignType[], Cell: "th" | "td", how: Rendering): ReactNode {
  return (
    <tr>
      {node.children.map((cell, index) => (
        <Cell key={index} data-align={align[index] ?? undefined}>
          {inlines(cell.children, how)}
        </Cell>
      ))}
    </tr>
  );
}

function table(node: Table, how: Rendering): ReactNode {
  const [head, ...body] = node.children;
  const align = node.align ?? [];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <section className="wide" aria-label={t("markdown.table")} tabIndex={0}>
      <table>
        <thead>{head !== undefined && row(head, align, "th", how)}</thead>
        <tbody>
          {body.map((line, index) => (
            <Fragment key={index}>{row(line, align, "td", how)}</Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function block(node: RootContent, how: Rendering): ReactNode {
  switch (node.type) {
    case "paragraph":
      return <p>{inlines(node.children, how)}</p>;
    case "heading": {
      const Heading = headings[node.depth - 1] ?? "h6";
      const slug = how.slugs.get(node);
      return (
        <Heading data-depth={node.depth} id={slug === undefined ? undefined : anchorId(how.prefix, slug)}>
          {inlines(node.children, how)}
        </Heading>
      );
    }
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return <blockquote>{blocks(node.children, how)}</blockquote>;
    case "list":
      return list(node, how);
    case "code":
      return (
        <Lazily fallback={<PlainCode language={node.lang ?? ""} source={node.value} />}>
          <CodeBlock language={node.lang ?? ""} source={node.value} />
        </Lazily>
      );
    case "math":
      return <Formula source={node.value} isDisplayed />;
    case "table":
      return table(node, how);
    case "html":
      return <p>{node.value}</p>;
    case "footnoteDefinition":
    case "definition":
    case "yaml":
      // Footnotes stand at the end; definitions only name addresses.
      return null;
    case "listItem":
    case "tableRow":
    case "tableCell":
      // Drawn by their parents.
      return null;
    default:
      return inline(node, how);
  }
}
