// Charts answer to a finger, a mouse and the arrow keys: a bubble says what the page's titles say of that moment.
"use strict";
(() => {
  const SAME = 0.05; // units: what is nearer is of the same moment, because coordinates are written to 0.1
  const GAP = 12; // pixels from the cursor to the bubble
  const RING = 2; // units around a mark
  const bubble = document.createElement("div");
  const cursor = document.createElementNS("http://www.w3.org/2000/svg", "path");
  let shown = null; // the chart with the bubble; x and y there

  /** Take over the titles of a chart; `start` and `end` are where a mark lies on the axis of time. */
  function read(svg) {
    const overlay = svg.querySelector(".overlay"); // without it, the chart is a grid of days, in order
    const marks = [];
    for (const title of svg.querySelectorAll("title")) {
      const box = title.nextElementSibling.getBBox();
      const [x, y, text, last] = [box.x + box.width / 2, box.y + box.height / 2, title.textContent, marks.at(-1)];
      const start = overlay ? x : marks.length;
      if (last?.text === text && last.y === y) last.end = x; // a bar: its middle and end have the title of its start
      else marks.push({ start, end: start, x, y, r: box.width / 2 + RING, text });
      title.remove();
    }
    const height = svg.querySelector(".plot .background")?.getBBox().height;
    return { svg, marks, height, timed: overlay !== null, layer: overlay ?? svg, moment: -Infinity };
  }

  function hide() {
    cursor.remove();
    bubble.replaceChildren();
    shown = null;
  }

  /** Show what is marked at a moment; `y` is the height that a finger points at, if any does. */
  function show(chart, moment, y) {
    const marks = chart.marks.filter((mark) => mark.start - SAME < moment && moment < mark.end + SAME);
    shown = { chart, x: chart.timed ? moment : marks[0].x, y: y ?? marks[0].y };
    chart.moment = moment;
    const line = chart.timed ? `M${moment} 0V${chart.height}` : "";
    const ring = ({ x, y, r }) =>
      chart.timed ? `M${x} ${y - r}a${r} ${r} 0 1 0 .01 0z` : `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
    cursor.setAttribute("d", line + marks.map(ring).join(""));
    chart.layer.append(cursor);
    if (y === undefined) cursor.scrollIntoView({ block: "nearest", inline: "center" });
    say(new Set(marks.map((mark) => mark.text)));
    place();
  }

  /** Write values below their times; leave what is there already, so that it is not read out twice. */
  function say(texts) {
    const lines = [];
    const add = (tag, textContent) => lines.push(Object.assign(document.createElement(tag), { textContent }));
    let last;
    for (const text of texts) {
      const [time, value] = text.split(/\s*(?:: |：)(.*)/, 2);
      if (time !== last) add("b", time);
      add("div", value);
      last = time;
    }
    if (lines.map((line) => line.textContent).join("") !== bubble.textContent) bubble.replaceChildren(...lines);
  }

  /** Put the bubble beside the cursor, where the visible part of the chart has more room, and not below the finger. */
  function place() {
    if (!shown) return;
    const { svg, layer } = shown.chart;
    let { left, right, top, bottom } = (svg.closest(".wide") ?? svg).getBoundingClientRect();
    [top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    const at = new DOMPoint(shown.x, shown.y).matrixTransform(layer.getScreenCTM());
    if (at.x < left || at.x > right) return hide();
    const after = at.x < (left + right) / 2;
    bubble.style.maxWidth = `${(after ? right - at.x : at.x - left) - GAP}px`;
    bubble.style.left = `${scrollX + at.x + (after ? GAP : -GAP - bubble.offsetWidth)}px`;
    bubble.style.top = `${scrollY + (at.y < (top + bottom) / 2 ? bottom - bubble.offsetHeight : top)}px`;
  }

  function point(chart, event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.layer.getScreenCTM().inverse());
    const away = ({ x, y, start, end }) =>
      chart.timed ? Math.max(start - at.x, 0, at.x - end) : Math.hypot(x - at.x, y - at.y);
    const mark = chart.marks.reduce((best, other) => (away(other) < away(best) ? other : best));
    show(chart, chart.timed ? Math.min(Math.max(at.x, mark.start), mark.end) : mark.start, at.y);
  }

  function press(chart, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
    const moments = chart.marks.map((mark) => mark.start).sort((a, b) => a - b);
    const to = {
      Home: moments[0],
      End: moments.at(-1),
      ArrowRight: moments.find((moment) => moment > chart.moment + SAME) ?? moments.at(-1),
      ArrowLeft: moments.findLast((moment) => moment < chart.moment - SAME) ?? moments[0],
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(chart, to);
  }

  for (const svg of document.querySelectorAll("svg.chart:has(title)")) {
    let chart = null; // read when it is first used: a long history has thousands of marks
    const on = (name, act) => svg.addEventListener(name, (event) => act((chart ??= read(svg)), event));
    svg.tabIndex = 0;
    svg.role = "application"; // screen readers leave the arrow keys to it
    on("pointermove", point);
    on("click", point);
    on("pointerleave", (_, event) => event.pointerType === "touch" || hide());
    on("pointercancel", hide); // the finger scrolls
    on("blur", hide);
    on("keydown", press);
  }
  cursor.setAttribute("class", "cursor");
  bubble.className = "bubble";
  bubble.role = "status"; // read out, politely
  document.body.append(bubble);
  document.addEventListener("pointerdown", (event) => shown?.chart.svg.contains(event.target) || hide());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", place, true);
  addEventListener("resize", place);
})();
