/** All tasks of a text at once. */
import { withTask } from "../lib/lines";
import { parse, walk } from "./parse";

export interface Task {
  /** Where its list item starts. */
  readonly offset: number;
  readonly isDone: boolean;
}

/** What looks like a task in code or a quotation mark is none: the grammar tells. */
export function tasksOf(text: string): Task[] {
  const tasks: Task[] = [];
  walk(parse(text), (node) => {
    const offset = node.position?.start.offset;
    if (node.type !== "listItem" || typeof node.checked !== "boolean" || offset === undefined) return;
    tasks.push({ offset, isDone: node.checked });
  });
  return tasks;
}

export function withAllTasks(text: string, done: boolean): string {
  return tasksOf(text).reduce((changed, { offset }) => withTask(changed, offset, done), text);
}
