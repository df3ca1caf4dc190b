/** Shows a stand-in until a part that is fetched on demand is there, and for good where it cannot be fetched. */
import { Component, type ReactNode, Suspense } from "react";

interface LazilyProps {
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

export class Lazily extends Component<LazilyProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    const { fallback, children } = this.props;
    return this.state.hasFailed ? fallback : <Suspense fallback={fallback}>{children}</Suspense>;
  }
}
