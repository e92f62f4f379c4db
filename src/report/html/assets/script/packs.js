// Packs: data that is decompressed on demand.

const arrived = new Promise((resolve) => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', resolve, { once: true });
  else resolve();
});
const unpacked = new Map();
let packIndex;

/** A value of a pack; undefined if there is none. */
async function fetchPacked(key) {
  await arrived;
  packIndex ??= JSON.parse(byId('pack-index').textContent);
  const number = packIndex[key];
  if (number === undefined) return undefined;
  if (!unpacked.has(number)) {
    if (unpacked.size >= 8) unpacked.delete(unpacked.keys().next().value);
    unpacked.set(number, unpack(byId(`pack-${number}`).textContent));
  }
  return (await unpacked.get(number))[key];
}

async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}
