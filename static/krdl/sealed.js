// What cannot be sent stays in page memory, and sealed in this tab's session storage, so that it
// outlives a reload and a new sign-in. The key (AES-256-GCM) comes with the page, made by the server
// for this person and this record; it is never written on the device, and nothing is kept in the
// clear. Without a secure context there is no WebCrypto: then page memory and the drafts on the
// server are all there is.
const place = () => document.getElementById("fields");
const slot = () => `unsent-${place().dataset.record}`;
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const canSeal = () => Boolean(globalThis.crypto?.subtle && place()?.dataset.seal);
const key = () => crypto.subtle.importKey("raw", bytes(place().dataset.seal), "AES-GCM", false, ["encrypt", "decrypt"]);

export async function stash(values) {
  if (!canSeal()) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(values));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain);
  sessionStorage.setItem(slot(), JSON.stringify([[...iv], [...new Uint8Array(sealed)]]));
}

export const forget = () => place() && sessionStorage.removeItem(slot());

// Somebody else's does not open, and is forgotten.
export async function stashed() {
  const kept = canSeal() && sessionStorage.getItem(slot());
  if (!kept) return null;
  try {
    const [iv, sealed] = JSON.parse(kept).map((numbers) => Uint8Array.from(numbers));
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    forget();
    return null;
  }
}
