// The marks of the map: area is participants, shape and colour say which way the pooled value points and how far
// that carries. The shapes alone carry the meaning: on paper, in grey, to a colour-blind reader.

const LARGEST = 2500, RADIUS = 10, SMALLEST = 2.8;
const POINTS = {
  better: "favours treatment", worse: "favours the comparator", unclear: "no clear difference",
  neutral: "differs, neither way is better in itself", none: "not pooled", below: "pooled in narrower rows or columns only",
};
const CARRIES = { firm: "should too", weak: "may not", wide: "far too few to tell", "": "" };

// What a pooled value says, and how far that carries.
// Of its own kind: that cohorts agree with each other does not tell what a trial would find.
const FURTHER = { randomized: "trial", observational: "cohort" };
const inPlainWords = ({ direction, certainty, design }) => (certainty === "wide" ? CARRIES.wide : `${POINTS[direction]}${CARRIES[certainty] ? `; a further ${FURTHER[design] || "study"} ${CARRIES[certainty]}` : ""}`);

// The radius of a circle of that area; other shapes take the same area.
// In steps that no eye sees, so that many marks can be copies of one drawing.
const radius = (n) => Math.round(20 * Math.max(SMALLEST, RADIUS * Math.sqrt(Math.min(n || 0, LARGEST) / LARGEST))) / 20;

// A shape of the area of a circle of radius r around x, y, as a path.
function outline(shape, x, y, r, up) {
  if (shape === "circle") return `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0Z`;
  if (shape === "square") { const h = 0.886 * r; return `M${x - h} ${y - h}h${2 * h}v${2 * h}h${-2 * h}Z`; }
  if (shape === "lens") { const w = 1.772 * r, h = 0.886 * r; return `M${x - w} ${y}L${x} ${y - h}L${x + w} ${y}L${x} ${y + h}Z`; }
  const size = shape === "dart" ? 1.195 : 1, w = 1.347 * r * size, h = 2.333 * r * size, base = y + (up * h) / 2;
  const notch = shape === "dart" ? `L${x} ${base - up * 0.3 * h}` : "";
  return `M${x - w} ${base}${notch}L${x + w} ${base}L${x} ${base - up * h}Z`;
}

function shapeOf(direction, certainty) {
  if (direction === "better" || direction === "worse") return certainty === "weak" ? "dart" : "triangle";
  if (direction === "unclear") return certainty === "wide" ? "lens" : "circle";
  return "square";
}

const rounded = (path) => path.replace(/-?\d+\.\d+/g, (x) => String(Math.round(Number(x) * 100) / 100));

// One mark. Larger fields than the largest mark stands for get a second outline inside.
function mark({ direction, certainty, solid, n, single }, x, y) {
  const r = radius(n), shape = shapeOf(direction, certainty), up = direction === "worse" ? -1 : 1;
  const draw = (size) => rounded(outline(shape, x, y, size, up));
  let out = `<path class="m ${direction} ${shape}${solid ? "" : " open"}${single ? " single" : ""}" d="${draw(r)}"/>`;
  if ((n || 0) > LARGEST && !single) out += `<path class="more ${direction}${solid ? "" : " open"}" d="${draw(r * 0.66)}"/>`;
  if (direction === "below") out += rounded(`<path class="hint${solid ? " on" : ""}" d="M${x - r * 0.4} ${y - r * 0.2}L${x} ${y + r * 0.25}L${x + r * 0.4} ${y - r * 0.2}"/>`);
  return out;
}

const WIDTHS = { circle: 2, square: 1.772, lens: 3.544, triangle: 2.694, dart: 3.22 };

function picture(marks, height = 29) {
  const gap = 4, widths = marks.map((m) => WIDTHS[shapeOf(m.direction, m.certainty)] * radius(m.n) + 2);
  const total = Math.ceil(widths.reduce((a, b) => a + b, gap * (marks.length - 1)));
  let x = 0;
  const drawn = marks.map((m, i) => { const at = x + widths[i] / 2; x += widths[i] + gap; return mark(m, at, height / 2); });
  return `<svg viewBox="0 0 ${Math.max(total, 1)} ${height}" width="${Math.max(total, 1)}" height="${height}" aria-hidden="true">${drawn.join("")}</svg>`;
}

function drawLegend() {
  const both = (direction, certainty, more) => picture([true, false].map((solid) => ({ direction, certainty, solid, n: 1100, ...more })), 26);
  const add = (list, svg, words) => { const dt = make("dt"); dt.innerHTML = svg; $(list).append(make("div", {}, dt, make("dd", {}, words))); };
  add("#legend-shapes", both("better", "firm"), "favours treatment");
  add("#legend-shapes", both("better", "weak"), "on average only");
  add("#legend-shapes", both("unclear", ""), "no clear difference");
  add("#legend-shapes", both("unclear", "wide"), "far too few to tell");
  add("#legend-shapes", both("worse", "firm"), "favours the comparator");
  add("#legend-shapes", both("none", ""), "not pooled");
  add("#legend-shapes", both("below", ""), "pooled beneath");
  add("#legend-sizes", picture([{ direction: "none", solid: true, n: 800 }], 22), "randomised trials");
  add("#legend-sizes", picture([{ direction: "none", solid: false, n: 800 }], 22), "all other studies");
  add("#legend-sizes", picture([{ direction: "unclear", certainty: "", solid: false, single: true, n: 800 }], 22), "dashed: by one study alone");
  add("#legend-sizes", picture([100, 500, 1000, 2500, 2501].map((n) => ({ direction: "unclear", certainty: "", solid: false, n })), 22), "100, 500, 1\u202f000, 2\u202f500 and more participants");
  add("#legend-sizes", `<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class="waits" d="M3 1.5h6L3 10.5h6Z"/></svg>`, "trials registered, nothing published");
}
