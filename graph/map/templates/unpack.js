// Columns back into records; see graph/map/pack.py.

function unpack(packed) {
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, value && value.keys && value.columns ? records(value) : value]));
}

// What is a function of the row is read when it is first asked for: most of ten thousand studies are never opened.
function records({ keys, columns }) {
  const read = columns.map(column), many = read.length ? read[0].length : 0, out = new Array(many), shape = {};
  const now = keys.map((_, k) => k).filter((k) => Array.isArray(read[k]));
  keys.forEach((key, k) => { if (!Array.isArray(read[k])) Object.defineProperty(shape, key, { get() { return keep(this, key, read[k].row(this.row)); } }); });
  for (let n = 0; n < many; n += 1) {
    const record = Object.create(shape);
    record.row = n;
    for (const k of now) record[keys[k]] = read[k][n];
    out[n] = record;
  }
  return out;
}

function keep(record, key, value) {
  Object.defineProperty(record, key, { value, enumerable: true });
  return value;
}

function column(packed) {
  if (Array.isArray(packed)) return packed;
  if (packed.values) return packed.at.map((place) => packed.values[place]);
  let from = 0;
  const ends = packed.lengths.map((length) => (from += length)), start = (n) => (n ? ends[n - 1] : 0);
  if (!packed.all.columns) { const all = column(packed.all); return ends.map((end, n) => all.slice(start(n), end)); }
  let all;
  return { length: ends.length, row: (n) => (all ??= records(packed.all)).slice(start(n), ends[n]) };
}
