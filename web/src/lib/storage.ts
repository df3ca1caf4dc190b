/** Small strings kept by the browser; a browser that keeps nothing is not an error. */

type Shelf = () => Storage;

function keeper(shelf: Shelf) {
  return {
    read(key: string): string | null {
      try {
        return shelf().getItem(key);
      } catch {
        return null;
      }
    },
    /** The keys that begin like this. */
    keys(prefix: string): string[] {
      try {
        return Object.keys(shelf()).filter((key) => key.startsWith(prefix));
      } catch {
        return [];
      }
    },
    write(key: string, value: string | null): void {
      try {
        if (value === null) shelf().removeItem(key);
        else shelf().setItem(key, value);
      } catch {
        // Private windows and full disks: the page works without.
      }
    },
  };
}

/** Outlives the window. */
export const lasting = keeper(() => localStorage);
/** Outlives a reload of this tab. */
export const ofThisTab = keeper(() => sessionStorage);
