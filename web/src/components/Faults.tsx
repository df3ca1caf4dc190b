/** Catches what fails while drawing, so that a fault is a sentence and not a blank page. */
import { Component, type ReactNode } from "react";

import { Failure } from "./Failure";

interface FaultsState {
  readonly error: unknown;
  readonly hasFailed: boolean;
}

export class Faults extends Component<{ readonly children: ReactNode }, FaultsState> {
  override state: FaultsState = { error: null, hasFailed: false };

  static getDerivedStateFromError(error: unknown): FaultsState {
    return { error, hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="grid min-h-dvh place-items-center">
        {/* A new version of the page may be the reason: only loading it anew helps then. */}
        <Failure error={this.state.error} onRetry={() => location.reload()} />
      </main>
    );
  }
}
