// Work put off so that what is in sight shows first. While there is any, `html` has no `data-drawn`: whoever reads
// the page as a whole, a printer or a test, can wait for it.

const putOff = new Map();

// One piece of work of each name; a newer one takes the place of an older one.
function later(name, wait, act) {
  never(name);
  const timer = setTimeout(() => hurry(name), wait);
  putOff.set(name, { timer, act });
  tellDrawn();
}

function never(name) {
  if (putOff.has(name)) clearTimeout(putOff.get(name).timer);
  putOff.delete(name);
  tellDrawn();
}

// Do now what was put off.
function hurry(name) {
  const work = putOff.get(name);
  if (!work) return;
  clearTimeout(work.timer);
  putOff.delete(name);
  try { work.act(); } finally { tellDrawn(); }
}

function tellDrawn() {
  const page = document.documentElement;
  page.toggleAttribute("data-drawn", page.hasAttribute("data-ready") && !putOff.size);
}
