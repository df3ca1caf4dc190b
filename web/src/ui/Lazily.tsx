/**
 * Shows a stand-in until a part that is fetched on demand is there, and for good where it cannot be fetched;
 * the window is told then.
 */
import { Component, type ReactNode, Suspense } from "react";

/** The event of a part that cannot be fetched. */
export const missing = "missing-part";

interface LazilyProps {
  readonly fallback?: ReactNode;
  readonly onMissing?: () => void;
  readonly children: ReactNode;
}

export class Lazily extends Component<LazilyProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(): void {
    this.props.onMissing?.();
    dispatchEvent(new Event(missing));
  }

  override render(): ReactNode {
    const { fallback, children } = this.props;
    return this.state.hasFailed ? fallback : <Suspense fallback={fallback}>{children}</Suspense>;
  }
}
