// The post's photographs as the page knows them: from its data block, then as they are added,
// described and taken away. Whoever shows them listens for "post-photos:change" on the document.

const photos = new Map();
const block = document.getElementById("post-photos");
for (const photo of block ? JSON.parse(block.textContent) : []) photos.set(Number(photo.id), photo);

function changed() {
  document.dispatchEvent(new CustomEvent("post-photos:change"));
}

export function allPhotos() {
  return [...photos.values()];
}

export function photoOf(id) {
  return photos.get(Number(id)) ?? null;
}

/** Whether this page was told of photographs at all; the admin's and a lasting page's aren't. */
export function photosAreKnown() {
  return block !== null;
}

export function keepPhoto(photo) {
  photos.set(Number(photo.id), { ...photos.get(Number(photo.id)), ...photo });
  changed();
}

export function forgetPhoto(id) {
  if (photos.delete(Number(id))) changed();
}

/** Puts the photographs into this order of ids. */
export function orderPhotos(ids) {
  const known = ids.map(Number).filter((id) => photos.has(id));
  const rows = known.map((id) => [id, photos.get(id)]);
  for (const [id, photo] of rows) {
    photos.delete(id);
    photos.set(id, photo);
  }
  changed();
}
