// The forest plot, drawn as SVG from the figures in the page; nothing is estimated here.

// More lines than a reader follows make no figure; all of them are in the table that can be saved.
const LINE = 21, HEAD = 26, AXIS = 46, MOST_LINES = 120;

// Ticks of a ratio axis, from the widest to a bare 1, whichever fit between the bounds.
function ticksBetween(low, high) {
  const some = [0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100].filter((t) => t >= low * 0.999 && t <= high * 1.001);
  return some.length > 8 ? some.filter((t) => [0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100].includes(t)) : some;
}

// The axis spans estimates and most of their intervals; what reaches far beyond is cut with an arrow.
const LITTLE = 1.4;
function domain(lines) {
  const points = lines.map((line) => line.ratio), ends = lines.flatMap((line) => [line.low, line.high]);
  const low = Math.max(Math.min(0.5, ...ends), Math.min(0.5, ...points.map((p) => p * 0.6)), 0.02);
  const high = Math.min(Math.max(2, ...ends), Math.max(2, ...points.map((p) => p * 1.7)), 50);
  return [Math.min(low, ...ends.filter((x) => x >= low / LITTLE)) * 0.94, Math.max(high, ...ends.filter((x) => x <= high * LITTLE)) * 1.06];
}

function scaleOf([low, high], left, right) {
  const span = Math.log(high) - Math.log(low);
  const at = (x) => left + ((Math.log(Math.min(Math.max(x, low), high)) - Math.log(low)) / span) * (right - left);
  return { at, low, high, left, right };
}

// Names keep their own direction and do not turn the figures beside them round.
const apart = (words) => `\u2068${words}\u2069`;
const text = (x, y, words, more = "") => `<text x="${x}" y="${y}" ${more}>${escape(words)}</text>`;
const estimate = (line) => `${ratio(line.ratio)} (${interval(line.low, line.high)})`;

function whisker(scale, line, y, paint) {
  const from = scale.at(line.low), to = scale.at(line.high);
  return `<path class="whisker" d="M${from} ${y}H${to}"/>${beyond(scale, line, y, paint)}`;
}

// Arrows where an interval goes on beyond the axis.
function beyond(scale, line, y, paint) {
  const arrow = (x, way) => `<path class="${paint}" d="M${x} ${y}l${-5 * way} -3.4v6.8z"/>`;
  return `${line.low < scale.low ? arrow(scale.left, -1) : ""}${line.high > scale.high ? arrow(scale.right, 1) : ""}`;
}

function studyLine(layout, line, y, solid) {
  if (line.pooled) return pooledLine(layout, line, y, solid);
  const { scale } = layout, side = 5 + 9 * Math.sqrt((line.weight || 0) / 100), x = scale.at(line.ratio);
  const box = line.ratio < scale.low || line.ratio > scale.high ? "" : `<rect class="box${solid ? "" : " open"}" x="${x - side / 2}" y="${y - side / 2}" width="${side}" height="${side}"/>`;
  const noted = line.notes && line.notes.length ? "\u2009*" : "", name = cut(line.label, layout.room - (noted ? 1 : 0));
  const said = [...(name === line.label ? [] : [line.label]), ...(line.notes || [])], title = said.length ? `<title>${escape(said.join(". "))}</title>` : "";
  const leads = layout.linked && line.study !== undefined;
  const [opening, closing] = leads ? [`<a href="#studies" data-line="${line.study}" aria-label="${escape(`${line.label}: ${estimate(line)}, to its sentences`)}"><rect class="reach" x="0" y="${y - LINE / 2 - layout.lift}" width="${layout.width}" height="${layout.line}"/>`, "</a>"] : ["<g>", "</g>"];
  return `${opening}${title}${text(0, y + 4 - layout.lift, apart(name) + noted, 'class="name"')}${layout.wide ? text(layout.n, y + 4, line.n === null || line.n === undefined ? "–" : people(line.n), 'text-anchor="end" class="q"') : ""}`
    + `${whisker(scale, line, y, "arrow")}${box}${text(layout.value, y + 4 - layout.lift, estimate(line), 'text-anchor="end"')}`
    + `${layout.wide && line.weight && line.weight < 99.95 ? text(layout.weight, y + 4, line.weight.toFixed(line.weight < 10 ? 1 : 0), 'text-anchor="end" class="q"') : ""}${closing}`;
}

// A name too long for its column, with the year that tells it from another that begins alike.
function cut(label, room) {
  const letters = [...label], year = (label.match(/ (?:\d{4}|n\.d\.)$/) || [""])[0];
  return letters.length > room ? `${letters.slice(0, room - 1 - year.length).join("")}…${year}` : label;
}

// A pooled value of a narrower cell, as a line of a broader one.
function pooledLine(layout, line, y, solid) {
  const [from, mid, to] = [line.low, line.ratio, line.high].map(layout.scale.at);
  return `<g><title>${escape(line.label)}</title>${text(0, y + 4 - layout.lift, apart(cut(line.label, layout.room)))}${layout.wide ? text(layout.n, y + 4, line.n === null ? "–" : people(line.n), 'text-anchor="end" class="q"') : ""}`
    + `<path class="diamond ${line.direction}${solid ? "" : " open"}" d="M${from} ${y}L${mid} ${y - 6}L${to} ${y}L${mid} ${y + 6}Z"/>${beyond(layout.scale, line, y, "arrow")}${text(layout.value, y + 4 - layout.lift, estimate(line), 'text-anchor="end"')}${layout.wide ? text(layout.weight, y + 4, String(line.k), 'text-anchor="end" class="q"') : ""}</g>`;
}

function diamond(layout, pool, y) {
  const { scale } = layout, [from, mid, to] = [pool.low, pool.ratio, pool.high].map(scale.at);
  let out = `<path class="diamond ${pool.direction}${pool.design === "randomized" ? "" : " open"}" d="M${from} ${y}L${mid} ${y - 6.5}L${to} ${y}L${mid} ${y + 6.5}Z"/>${beyond(scale, pool, y, "arrow")}`;
  if (pool.predicted) {
    const [low, high] = pool.predicted, a = scale.at(low), b = scale.at(high), py = y + layout.line;
    const ends = `${low < scale.low ? "" : `M${a} ${py - 4}v8`}${high > scale.high ? "" : `M${b} ${py - 4}v8`}`;
    out += `<path class="predicted" d="M${a} ${py}H${b}${ends}"/>${beyond(scale, { low, high }, py, "arrow")}${text(0, py + 4 - layout.lift, "95 % prediction interval", 'class="q"')}${text(layout.value, py + 4 - layout.lift, interval(low, high), 'text-anchor="end" class="q"')}`;
  }
  return out + text(0, y + 4 - layout.lift, `Pooled, ${pool.k} studies`, 'class="b"') + (layout.wide ? text(layout.n, y + 4, pool.n === null ? "" : people(pool.n), 'text-anchor="end" class="b"') : "")
    + text(layout.value, y + 4 - layout.lift, estimate(pool), 'text-anchor="end" class="b"');
}

function heading(pool) {
  const about = [pool.design === "randomized" ? "Randomised trials" : "Observational studies", pool.measure];
  if (pool.comparator) about.push(`against ${pool.comparator.toLowerCase()}`);
  if (pool.population) about.push(`subgroup: ${pool.population}`);
  if (pool.beneath) about.push("pooled beneath");
  return about.join(" · ");
}

// How far the studies differ, each figure with what it is of; no part longer than a phone is wide.
function spread(pool) {
  const tau = pool.tau2_interval && pool.k > 2 ? ` (${pool.tau2_interval.map((x) => x.toFixed(2)).join("–")})` : "";
  const care = pool.k === 2 ? ["two studies only: read with care"] : [], p = pool.q_p === null ? "–" : pool.q_p < 0.001 ? "< 0.001" : pool.q_p.toFixed(3);
  return [`I² ${pool.i2 === null ? "–" : pool.i2.toFixed(0)} % (share of scatter beyond chance)`, `τ² ${pool.tau2.toFixed(3)}${tau}, log-scale variance`, `Q ${pool.q.toFixed(1)}, p ${p} (test against chance alone)`, ...care];
}

// The lines of one block in the plot asked for: the studies, or the pooled value as it grew, or without each.
function linesOf(pool, plot) {
  if (plot === "came" && pool.came.length) return pool.came.map((s) => ({ ...s, label: `+ ${s.label}`, n: undefined }));
  if (plot === "without" && pool.without.length) return pool.without.map((s) => ({ ...s, label: `− ${s.label}`, n: undefined }));
  if (plot === "others" && pool.others.length) return pool.others.map((s) => ({ ...s, n: undefined }));
  return pool.studies;
}

function block(layout, pool, plot, top) {
  const lines = linesOf(pool, plot), pooledToo = lines === pool.studies && !pool.beneath, solid = pool.design === "randomized";
  const LINE = layout.line, heads = inLines(heading(pool).split(" · "), layout.wide ? 70 : 42), spreads = pooledToo && pool.k > 1 ? inLines(spread(pool), layout.wide ? 90 : 46) : [];
  let y = top + HEAD + 15 * (heads.length - 1) + layout.lift, out = heads.map((words, n) => text(0, top + 12 + 15 * n, words, 'class="h"')).join("");
  for (const line of lines.slice(0, MOST_LINES)) { out += studyLine(layout, line, y, solid); y += LINE; }
  if (lines.length > MOST_LINES) { out += text(0, y + 4, `and ${lines.length - MOST_LINES} more, in the CSV`, 'class="q"'); y += LINE; }
  if (pooledToo && pool.k > 1) {
    out += `<path class="rule" d="M0 ${y - LINE / 2 - layout.lift / 2}H${layout.width}"/>`;
    out += diamond(layout, pool, y + 3);
    y += LINE + 3 + (pool.predicted ? LINE : 0);
    for (const words of spreads) { out += text(0, y + 2 - layout.lift, words, 'class="q s"'); y += 16; }
    y += 5 - layout.lift;
  }
  return { out, bottom: y + 6 };
}

// Words parted at their dots, so that no line is longer than the figure is wide.
function inLines(parts, most, joint = " · ") {
  return parts.reduce((lines, part) => {
    const longer = lines.length ? `${lines[lines.length - 1]}${joint}${part}` : part;
    return lines.length && longer.length <= most ? [...lines.slice(0, -1), longer] : [...lines, part];
  }, []);
}

function axis(layout, y, top, good, comparator) {
  const { scale } = layout, one = scale.at(1);
  const ticks = ticksBetween(scale.low, scale.high).map((t) => `<path class="tick" d="M${scale.at(t)} ${y}v5"/>${text(scale.at(t), y + 17, String(t), 'text-anchor="middle" class="q s"')}`);
  let words = "";
  if (good) {
    const [left, right] = good === "fewer" ? ["treatment better", `${comparator} better`] : [`${comparator} better`, "treatment better"];
    // Words that do not fit on their side of 1 begin at the edge of the figure, the right ones a line below.
    const fits = (said, room) => (said.length + 2) * 6 < room;
    words = fits(left, one - 8) ? text(one - 8, y + 33, `← ${left}`, 'text-anchor="end" class="s"') : text(0, y + 33, `← ${left}`, 'class="s"');
    words += fits(right, layout.width - one - 8) ? text(one + 8, y + 33, `${right} →`, 'class="s"') : text(layout.width, y + 47, `${right} →`, 'text-anchor="end" class="s"');
  }
  return `<path class="one" d="M${one} ${top}V${y}"/><path class="tick" d="M${scale.left} ${y}H${scale.right}"/>${ticks.join("")}${words}`;
}

function layoutFor(width, pools, plot) {
  const wide = width >= 560 && plot !== "others", names = pools.some((pool) => pool.beneath), label = wide ? (names ? 220 : 186) : 0, value = wide ? 66 : 0;
  // On a phone, and where they are long, words stand above each line of the plot, which has the whole width.
  const all = pools.flatMap((pool) => [...linesOf(pool, plot), ...(pool.k > 1 ? [pool] : []), ...(pool.predicted ? [{ ratio: pool.ratio, low: pool.predicted[0], high: pool.predicted[1] }] : [])]);
  const longest = Math.max(20, ...all.map((line) => estimate(line).length)), right = wide ? width - value - 14 - 7.6 * longest : width - 6;
  const scale = scaleOf(domain(all), label + (wide ? 64 : 6), right);
  return { width, wide, scale, line: wide ? LINE : 35, lift: wide ? 0 : 16, room: wide ? (names ? 28 : 24) : Math.floor((width - 130) / 7.4), n: label + 52, value: width - value, weight: width };
}

// The whole figure as SVG markup; its lines lead to their studies where it stands beside them. Without any pool it
// says so inside the drawing.
function forestPlot(pools, { width, plot, good, title, linked }) {
  if (!pools.length) {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 40" width="${width}" height="40" role="img" aria-label="${escape(title)}: no comparative estimate with an interval"><text x="0" y="24" class="q">No study in this cell prints a comparative estimate that could be drawn.</text></svg>`;
  }
  const layout = { ...layoutFor(width, pools, plot), linked };
  let y = 24, out = layout.wide ? text(layout.n, 12, "n", 'text-anchor="end" class="q s"') + text(layout.weight, 12, pools.some((pool) => pool.beneath) ? "studies" : "weight, %", 'text-anchor="end" class="q s"') : "";
  out += text(layout.value, 12, "ratio (95 % interval)", 'text-anchor="end" class="q s"');
  for (const pool of pools) { const drawn = block(layout, pool, plot, y); out += drawn.out; y = drawn.bottom; }
  const comparator = pools[0].comparator ? pools[0].comparator.toLowerCase() : "without it";
  out = axis(layout, y, 20, good, comparator) + out;
  const height = y + AXIS + (layout.wide ? 0 : 14);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="${linked ? "group" : "img"}" aria-label="${escape(title)}: ${escape(pools.map(inWords).join(" "))}">${out}</svg>`;
}

// The pools of narrower cells as blocks of a figure: a line each, never pooled with one another.
function blocksBeneath(map, cells, above) {
  const blocks = new Map();
  for (const cell of cells) for (const pool of cell.pools.filter(Boolean)) {
    const key = `${pool.design} ${pool.measure}`, label = nameBeneath(map, above, cell.i, cell.e);
    if (!blocks.has(key)) blocks.set(key, { design: pool.design, measure: pool.measure, comparator: "", population: "", k: 1, predicted: null, beneath: true, studies: [], came: [], without: [], others: [], ratio: pool.ratio, low: pool.low, high: pool.high });
    blocks.get(key).studies.push({ label, k: pool.k, n: pool.n, ratio: pool.ratio, low: pool.low, high: pool.high, direction: pool.direction, pooled: true });
  }
  return [...blocks.values()].sort(byWeightOfEvidence);
}

function inWords(pool) {
  if (pool.beneath) return `${heading(pool)}: ${pool.studies.map((line) => `${line.label} ${ratio(line.ratio)}, 95 % interval ${interval(line.low, line.high)}`).join("; ")}.`;
  const who = pool.k === 1 ? `One ${pool.design === "randomized" ? "randomised trial" : "observational study"}` : `${pool.k} ${pool.design === "randomized" ? "randomised trials" : "observational studies"} pooled`;
  const whom = [pool.comparator && `against ${pool.comparator.toLowerCase()}`, pool.population && `subgroup: ${pool.population}`];
  return `${[who, ...whom].filter(Boolean).join(", ")}: ${pool.measure} ${ratio(pool.ratio)}, 95 % interval ${interval(pool.low, pool.high)}.`;
}
