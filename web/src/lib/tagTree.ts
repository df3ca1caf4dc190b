/** Tags as a tree: `work/plan` lies below `work`, whether or not a note carries `work` alone. */

export interface TagNode {
  /** The last part, as written. */
  readonly label: string;
  /** The whole tag, as written most often. */
  readonly tag: string;
  /** Notes that carry it or a tag below it. */
  readonly count: number;
  readonly children: readonly TagNode[];
}

interface Counted {
  readonly tag: string;
  readonly memoCount: number;
}

interface Branch {
  /** In folded case. */
  readonly path: string;
  readonly memoCount: number;
}

interface Growing {
  label: string;
  tag: string;
  count: number;
  /** Some note carries just this tag. */
  isUsed: boolean;
  readonly children: Map<string, Growing>;
}

function grow(roots: Map<string, Growing>, { tag, memoCount }: Counted): void {
  let level = roots;
  const parts = tag.split("/");
  parts.forEach((label, depth) => {
    const key = label.toLowerCase();
    const tagSoFar = parts.slice(0, depth + 1).join("/");
    const node = level.get(key) ?? { label, tag: tagSoFar, count: 0, isUsed: false, children: new Map() };
    const isWhole = depth === parts.length - 1;
    node.isUsed ||= isWhole;
    // Without a count of the branch: the most that is known of it.
    node.count = isWhole ? node.count + memoCount : Math.max(node.count, memoCount);
    level.set(key, node);
    level = node.children;
  });
}

function finished(level: ReadonlyMap<string, Growing>, above: string, branches: ReadonlyMap<string, number>): TagNode[] {
  return [...level]
    .map(([key, { label, tag, count, isUsed, children }]) => {
      const path = above === "" ? key : `${above}/${key}`;
      const below = finished(children, path, branches);
      const [only] = below;
      // What only leads to one other tag is no place of its own.
      if (!isUsed && below.length === 1 && only !== undefined) return { ...only, label: `${label}/${only.label}` };
      return { label, tag, count: branches.get(path) ?? count, children: below };
    })
    .toSorted((one, other) => other.count - one.count || one.label.localeCompare(other.label));
}

/** The tree of tags, most used first on each level. `branches` count those notes only once that carry several. */
export function tagTree(tags: readonly Counted[], branches: readonly Branch[]): readonly TagNode[] {
  const roots = new Map<string, Growing>();
  for (const counted of tags) grow(roots, counted);
  return finished(roots, "", new Map(branches.map(({ path, memoCount }) => [path, memoCount])));
}

/** The nodes whose tag contains some text, with what leads to them. */
export function pruned(nodes: readonly TagNode[], text: string): readonly TagNode[] {
  const wanted = text.toLowerCase();
  return nodes.flatMap((node) => {
    if (node.tag.toLowerCase().includes(wanted)) return [node];
    const children = pruned(node.children, text);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}
