"use strict";
// Adds a filter, hints and ways to the comments. Everything here is a view on text and figures that
// the page holds; without this script the page lacks nothing but the filter.
(() => {
  const find = (id) => document.getElementById(id);
  const make = (tag, names, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(names || {})) made.setAttribute(name, value);
    made.append(...inside); // strings become text, never markup
    return made;
  };

  hints();
  const held = find("close-up-data");
  if (held) closeUp(JSON.parse(held.textContent));

  // A drawing's own titles, shown at once and where they can be read.
  function hints() {
    const hint = make("div", { class: "hint", "aria-hidden": "true", hidden: "" });
    document.body.append(hint);
    for (const title of document.querySelectorAll("svg [class] > title")) {
      const owner = title.parentElement;
      owner.dataset.hint = title.textContent;
      title.remove();
    }
    document.addEventListener("pointerover", (event) => {
      const owner = event.target.closest ? event.target.closest("[data-hint]") : null;
      hint.hidden = !owner;
      if (owner) hint.textContent = owner.dataset.hint;
    });
    document.addEventListener("pointermove", (event) => {
      if (hint.hidden) return;
      const wide = hint.offsetWidth, high = hint.offsetHeight;
      const x = Math.min(event.clientX + 14, innerWidth - wide - 8);
      const y = event.clientY + 18 + high > innerHeight ? event.clientY - high - 10 : event.clientY + 18;
      hint.style.transform = `translate(${Math.max(8, x)}px, ${y}px)`;
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hint.hidden = true; });
  }

  function closeUp(data) {
    const facets = data.facets, topics = data.topics, six = data.levels.length;
    const width = topics.length + 1;
    const sizes = facets.map((one) => one.values.length);
    const [codes, counts] = unpack(data.cells);
    const choice = { from: 0, to: Infinity, level: 0, topic: 0, parts: facets.map(() => -1) };
    const timed = facets.length > 0 && facets[0].name === "period" ? 0 : -1;
    const dated = timed < 0 ? 0 : facets[0].values.filter((name) => name !== "no date").length;
    const all = tally({ ...choice, parts: facets.map(() => -1), from: 0, to: Infinity, level: 0, topic: 0 });
    let shown = 0, cameFrom = null;

    find("look-closer").hidden = false;
    for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
    controls();
    drills();
    draw();

    // Steps and counts in groups of seven bits, the lowest first.
    function unpack(words) {
      const bytes = Uint8Array.from(atob(words), (sign) => sign.charCodeAt(0));
      const numbers = [];
      for (let at = 0; at < bytes.length;) {
        let value = 0, factor = 1, byte;
        do { byte = bytes[at++]; value += (byte & 127) * factor; factor *= 128; } while (byte & 128);
        numbers.push(value);
      }
      const codes = new Float64Array(numbers.length / 2), counts = new Float64Array(numbers.length / 2);
      for (let at = 0, code = 0; at < codes.length; at++) {
        code += numbers[2 * at];
        codes[at] = code;
        counts[at] = numbers[2 * at + 1];
      }
      return [codes, counts];
    }

    function fits(parts, wanted) {
      for (let at = 0; at < parts.length; at++) {
        if (at === timed) {
          const free = wanted.from === 0 && wanted.to >= dated - 1;
          if (!free && (parts[at] >= dated || parts[at] < wanted.from || parts[at] > wanted.to)) return false;
        } else if (wanted.parts[at] >= 0 && parts[at] !== wanted.parts[at]) return false;
      }
      return true;
    }

    // Counts by level, and by level within each topic, of the comments that are wanted.
    function tally(wanted) {
      const levels = new Array(six).fill(0);
      const within = topics.map(() => new Array(six).fill(0));
      const parts = new Array(sizes.length);
      for (let at = 0; at < codes.length; at++) {
        let rest = codes[at];
        const topic = rest % width; rest = (rest - topic) / width;
        const level = rest % six; rest = (rest - level) / six;
        if (wanted.level && level !== wanted.level - 1) continue;
        for (let facet = sizes.length - 1; facet >= 0; facet--) {
          parts[facet] = rest % sizes[facet];
          rest = (rest - parts[facet]) / sizes[facet];
        }
        if (!fits(parts, wanted)) continue;
        if (topic === wanted.topic) levels[level] += counts[at];
        if (topic > 0) within[topic - 1][level] += counts[at];
      }
      return { levels, within, n: levels.reduce((sum, n) => sum + n, 0) };
    }

    function select(id, label, options) {
      const box = make("select", { id });
      for (const [value, word] of options) box.append(make("option", { value: String(value) }, word));
      const field = make("p", { class: "field" }, make("label", { for: id }, label), box);
      find("filters").append(field);
      box.addEventListener("change", () => { take(); draw(); });
      return box;
    }

    function controls() {
      facets.forEach((one, at) => {
        if (at === timed) {
          const names = one.values.slice(0, dated);
          select("filter-from", `From ${one.word}`, names.map((name, place) => [place, name]));
          select("filter-to", `To ${one.word}`, names.map((name, place) => [place, name])).value = String(dated - 1);
        } else {
          select(`filter-${one.name}`, word(one.word), [[-1, "all"], ...one.values.map((name, place) => [place, name])]);
        }
      });
      select("filter-level", "Level", [[0, "all"], ...data.levels.map((name, place) => [place + 1, name])]);
      if (topics.length) select("filter-topic", "Topic", [[0, "all"], ...topics.map((name, place) => [place + 1, name])]);
      const clear = make("button", { type: "button", id: "filter-clear" }, "Clear the filter");
      clear.addEventListener("click", () => { set({}); draw(); });
      find("filters").append(make("p", { class: "field" }, clear));
      const more = find("more-quotes");
      more.addEventListener("click", () => { quotes(shown + 12, true); });
      const back = find("go-back");
      back.addEventListener("click", () => {
        if (cameFrom) { cameFrom.focus(); cameFrom.scrollIntoView({ block: "center" }); }
        back.hidden = true;
      });
    }

    function word(name) { return name.charAt(0).toUpperCase() + name.slice(1); }

    function take() {
      facets.forEach((one, at) => {
        if (at === timed) {
          choice.from = Number(find("filter-from").value);
          choice.to = Number(find("filter-to").value);
          if (choice.to < choice.from) {
            choice.to = choice.from;
            find("filter-to").value = String(choice.to);
          }
        } else choice.parts[at] = Number(find(`filter-${one.name}`).value);
      });
      choice.level = Number(find("filter-level").value);
      choice.topic = topics.length ? Number(find("filter-topic").value) : 0;
    }

    // Set the controls: { level, topic, period, channel, segment }; what is not named is "all".
    function set(wanted) {
      facets.forEach((one, at) => {
        const place = wanted[one.name] === undefined ? -1 : one.values.indexOf(wanted[one.name]);
        if (at === timed) {
          find("filter-from").value = String(place < 0 ? 0 : place);
          find("filter-to").value = String(place < 0 ? dated - 1 : place);
        } else find(`filter-${one.name}`).value = String(place);
      });
      find("filter-level").value = String(wanted.level || 0);
      if (topics.length) find("filter-topic").value = String(wanted.topic || 0);
      take();
    }

    // Places in the page that lead to their comments.
    function drills() {
      for (const place of document.querySelectorAll("[data-drill]")) {
        const wanted = JSON.parse(place.dataset.drill);
        if (wanted.number !== undefined) {
          wanted.topic = data.numbers.indexOf(wanted.number) + 1;
          if (!wanted.topic) continue;
        }
        const facet = facets.find((one) => wanted[one.name] !== undefined);
        if (facet && facet.values.indexOf(wanted[facet.name]) < 0) continue;
        const button = make("button", { type: "button", class: "drill" }, "Comments");
        button.append(make("span", { class: "for-screen-readers" }, ` on ${place.dataset.name}`));
        button.addEventListener("click", () => go(wanted, button));
        place.append(button);
      }
      // The table below the picture leads there from the keyboard.
      for (const bubble of document.querySelectorAll("circle[data-topic]")) {
        const topic = data.numbers.indexOf(Number(bubble.dataset.topic)) + 1;
        if (!topic) continue;
        bubble.classList.add("leads");
        bubble.addEventListener("click", () => go({ topic }, null));
      }
    }

    function go(wanted, from) {
      cameFrom = from;
      set(wanted);
      draw();
      find("go-back").hidden = !from;
      find("look-closer").scrollIntoView({ block: "start" });
      find("close-up-title").focus({ preventScroll: true });
    }

    function draw() {
      const found = tally(choice);
      const name = choice.topic ? ` on “${topics[choice.topic - 1]}”` : "";
      const part = all.n ? found.n / all.n : 0;
      const sentence = [`${number(found.n)} ${found.n === 1 ? "comment" : "comments"}${name}, ${percent(part)} of all.`];
      if (found.n >= 10 && !choice.level) {
        const [mean, low, high] = meanOf(found.levels, found.n);
        const whole = meanOf(all.levels, all.n)[0];
        sentence.push(`Their mean level is ${mean.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}), against ${whole.toFixed(2)} of all comments.`);
      }
      if (found.n < 10) sentence.push("Under 10 comments: too few for shares.");
      find("close-up-words").textContent = sentence.join(" ");
      levelTable(found);
      topicTable(found);
      quotes(8, false);
    }

    function levelTable(found) {
      const body = find("close-up-levels");
      around(body).hidden = found.n < 10 || choice.level > 0;
      body.replaceChildren(...data.levels.map((name, at) => {
        const n = found.levels[at], share = found.n ? n / found.n : 0;
        const [low, high] = wilson(share, found.n / data.effect);
        const bar = make("span", { class: `share-bar swatch-${at + 1}` });
        bar.style.width = `${100 * share}%`;
        return make("tr", null,
          make("th", { scope: "row" }, make("span", { class: `swatch swatch-${at + 1}` }), name),
          make("td", { class: "wide bar" }, bar),
          make("td", { class: "number" }, percent(share)),
          make("td", { class: "number quiet" }, `${percent(low).replace("%", "")}–${percent(high)}`),
          make("td", { class: "number quiet" }, percent(all.n ? all.levels[at] / all.n : 0)),
          make("td", { class: "number" }, number(n)));
      }));
    }

    function topicTable(found) {
      around(find("close-up-topics")).hidden = choice.topic > 0 || !topics.length || found.n < 10;
      const rows = found.within.map((levels, at) => ({ at, n: levels.reduce((sum, n) => sum + n, 0), levels }))
        .filter((row) => row.n > 0).sort((one, other) => other.n - one.n).slice(0, 8);
      find("close-up-topics").replaceChildren(...rows.map((row) => {
        const everywhere = all.within[row.at].reduce((sum, n) => sum + n, 0) / all.n;
        const pick = make("button", { type: "button", class: "pick" }, make("bdi", null, topics[row.at]));
        pick.addEventListener("click", () => {
          find("filter-topic").value = String(row.at + 1);
          take();
          draw();
          find("close-up-title").focus({ preventScroll: true });
        });
        const mean = row.n < 10 ? "–" : meanOf(row.levels, row.n)[0].toFixed(2);
        return make("tr", null,
          make("th", { scope: "row" }, pick),
          make("td", { class: "number" }, number(row.n)),
          make("td", { class: "number" }, percent(row.n / found.n)),
          make("td", { class: "number quiet" }, percent(everywhere)),
          make("td", { class: "number" }, mean));
      }));
    }

    function quotes(most, focus) {
      const seen = new Set();
      const fitting = data.quotes.filter(([text, , level, parts, of]) => {
        if (choice.level && level !== choice.level) return false;
        if (choice.topic && !of.includes(choice.topic - 1)) return false;
        if (!fits(parts, choice) || seen.has(text.toLowerCase())) return false;
        seen.add(text.toLowerCase());
        return true;
      });
      const list = find("close-up-quotes");
      const before = shown;
      shown = Math.min(most, fitting.length);
      list.replaceChildren(...fitting.slice(0, shown).map(([text, row, level, parts, of]) => {
        const about = [data.levels[level - 1], ...facets.map((one, at) => one.values[parts[at]]), `row ${number(row)}`];
        const words = make("p", { class: "small quiet" },
          make("span", { class: `swatch swatch-${level}` }), about.join(" · "));
        return make("li", { tabindex: "-1" }, make("blockquote", { dir: "auto" }, make("p", null, text)), words);
      }));
      find("quotes-count").textContent = fitting.length
        ? `${number(shown)} of ${number(fitting.length)} comments that this page holds for the filter.`
        : "This page holds no quote for the filter; the run holds all comments.";
      find("more-quotes").hidden = shown >= fitting.length;
      if (focus && list.children[before]) list.children[before].focus();
    }

    function around(body) { return body.closest(".scroll") || body.closest("table"); }
    function number(n) { return Math.round(n).toLocaleString("en"); }
    function percent(share) { return `${(100 * share).toFixed(1)}%`; }

    // Wilson 1927; `n` is divided by the design effect of customers who wrote more than once.
    function wilson(share, n) {
      if (!n) return [0, 1];
      const z2 = 1.959963984540054 ** 2;
      const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
      const half = Math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n);
      return [Math.max(0, Math.min(centre - half, share)), Math.min(1, Math.max(centre + half, share))];
    }

    // Mean of bounded values with Wilson's interval, as cxnlp.insights.intervals has it.
    function meanOf(levels, n) {
      if (!n) return [NaN, NaN, NaN];
      const z2 = 1.959963984540054 ** 2;
      const mean = levels.reduce((sum, held, at) => sum + held * at, 0) / n / (six - 1);
      const within = levels.reduce((sum, held, at) => sum + held * (at / (six - 1) - mean) ** 2, 0) / n;
      const most = mean * (1 - mean);
      const variance = (n * within + z2 * most) / (n + z2);
      const alike = most > 0 ? most * n / (variance * data.effect) : n / data.effect;
      return [mean, ...wilson(mean, alike)].map((end) => 1 + (six - 1) * end);
    }
  }
})();
