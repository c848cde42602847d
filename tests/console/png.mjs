// A screenshot as a PNG of at most 256 colours: a third of the bytes.
import { deflateSync, inflateSync } from 'node:zlib';

const kSignature = 8;
const kColours = 256;

/** The checksum of a chunk. */
function crc(bytes) {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; ++k) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

function chunk(name, data) {
  const all = Buffer.alloc(12 + data.length);
  all.writeUInt32BE(data.length, 0);
  all.write(name, 4, 'latin1');
  data.copy(all, 8);
  all.writeUInt32BE(crc(all.subarray(4, 8 + data.length)), 8 + data.length);
  return all;
}

/** Samples of a picture of 8 bits a channel, without interlacing: its filters undone. */
function samples(png) {
  let header;
  const packed = [];
  for (let at = kSignature; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    const name = png.toString('latin1', at + 4, at + 8);
    if (name === 'IHDR') header = data;
    if (name === 'IDAT') packed.push(data);
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9]];
  const raw = inflateSync(Buffer.concat(packed));
  const line = width * channels;
  const out = Buffer.alloc(line * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; ++x) {
      const here = y * line + x;
      const a = x < channels ? 0 : out[here - channels];
      const b = y === 0 ? 0 : out[here - line];
      const c = x < channels || y === 0 ? 0 : out[here - line - channels];
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter];
      out[here] = raw[y * (line + 1) + 1 + x] + guess;
    }
  }
  return { width, height, channels, out };
}
function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** The picture by its most frequent colours; each other one becomes the closest of them. */
export function smaller(png) {
  const { width, height, channels, out } = samples(png);
  const colours = new Uint32Array(width * height);
  const counts = new Map();
  for (let i = 0; i < colours.length; ++i) {
    const [r, g, b] = out.subarray(i * channels, i * channels + 3);
    colours[i] = (r << 16) | (g << 8) | b;
    counts.set(colours[i], (counts.get(colours[i]) ?? 0) + 1);
  }
  const known = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const palette = known.slice(0, kColours);
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const distance = (a, b) => parts(a).reduce((sum, one, i) => sum + (one - parts(b)[i]) ** 2, 0);
  const places = new Map(palette.map((colour, i) => [colour, i]));
  for (const colour of known.slice(kColours)) {
    const apart = palette.map((one) => distance(colour, one));
    places.set(colour, apart.indexOf(Math.min(...apart)));
  }
  const lines = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < colours.length; ++i)
    lines[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = places.get(colours[i]);
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    png.subarray(0, kSignature),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
