// Runs before the first paint, so that a chosen theme never flashes in the other one.
try {
  const theme = localStorage.getItem("appliance.theme");
  if (["light", "dark", "paper", "contrast"].includes(theme)) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme holds.
}
