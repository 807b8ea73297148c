/** Offers a file to the viewer; nothing leaves the browser. */
export function download(name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file after the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
