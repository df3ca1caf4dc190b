import { render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { useGradually } from "./useGradually";

/** Every number that was drawn. */
const drawn: number[] = [];

function Probe({ total }: { readonly total: number }) {
  const count = useGradually(total, { first: 4, step: 3 });
  drawn.push(count);
  return count;
}

describe("a long list", () => {
  it("is drawn in steps until it is whole, and goes on when it grows", async () => {
    drawn.length = 0;
    const { container, rerender } = render(<Probe total={9} />);
    expect(container.textContent).toBe("4");
    await vi.waitFor(() => expect(container.textContent).toBe("9"));
    rerender(<Probe total={12} />);
    await vi.waitFor(() => expect(container.textContent).toBe("12"));
    expect([...new Set(drawn)]).toEqual([4, 7, 9, 10, 12]);
  });

  it("is whole at once when it is short", () => {
    expect(render(<Probe total={3} />).container.textContent).toBe("3");
  });
});
