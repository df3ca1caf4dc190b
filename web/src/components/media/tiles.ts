/** How the pictures of the library are laid out. */
export const tileColumns = "grid-cols-3 sm:grid-cols-4";
