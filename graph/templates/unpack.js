// Columns back into records; see graph/map_pack.py.

function unpack(packed) {
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, value && value.keys && value.columns ? records(value) : value]));
}

function records({ keys, columns }) {
  const read = columns.map(column), many = read.length ? read[0].length : 0, out = new Array(many);
  for (let n = 0; n < many; n += 1) {
    const record = {};
    for (let k = 0; k < keys.length; k += 1) record[keys[k]] = read[k][n];
    out[n] = record;
  }
  return out;
}

function column(packed) {
  if (Array.isArray(packed)) return packed;
  if (packed.values) return packed.at.map((place) => packed.values[place]);
  const all = packed.all.columns ? records(packed.all) : column(packed.all);
  let from = 0;
  return packed.lengths.map((length) => all.slice(from, (from += length)));
}
