/** Runs what can wait once there is nothing better to do. */
export const whenIdle: (work: () => void) => unknown = "requestIdleCallback" in window ? window.requestIdleCallback : setTimeout;
