"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const KINDS = ["待填", "待核实", "未写"];
  const STATUSES = ["写成", "没有写", "失败", "未报", "未做"];
  const LEVELS = ["", "提示", "疑似", "必错"];
  const HOWS = ["单列", "提到", "缺"];
  const STEP = 100;

  // ---- the records, with names ----

  const units = data.units.map(([name, folder, source, list, form], at) => ({
    at, name, folder, source, list: list || data.files[0], form: form || data.files[1], drafts: [], gaps: [], findings: [],
    counts: [0, 0, 0], levels: [0, 0, 0, 0], own: null, taken: null, words: "",
  }));
  const drafts = data.rows.map(([unit, template, status, counts, alike, files, error, held]) => {
    const draft = { unit: units[unit], template, status, counts, files, error, held };
    draft.unit.drafts.push(draft);
    counts.forEach((count, kind) => { draft.unit.counts[kind] += count; });
    const [own, taken] = alike || [null, null];
    if (own !== null && (draft.unit.own === null || own < draft.unit.own)) draft.unit.own = own;
    if (taken !== null && (draft.unit.taken === null || taken > draft.unit.taken)) draft.unit.taken = taken;
    return draft;
  });
  data.gaps.forEach(([row, kind, path, sentence, reason]) => {
    const draft = drafts[row];
    const [fact, name, what] = data.paths[path];
    draft.unit.gaps.push({ draft, kind, path: fact, name, what, sentence, reason });
  });
  const findings = data.findings.map(([unit, papers, ...said]) => {
    const finding = asFinding(said, units[unit], papers);
    finding.unit.findings.push(finding);
    finding.unit.levels[finding.level] += 1;
    return finding;
  });
  const rollup = data.rollup.map((said) => asFinding(said, null, ""));
  units.forEach((unit) => {
    const said = unit.gaps.map((gap) => gap.path + " " + gap.name)
      .concat(unit.findings.map((found) => found.code + found.message));
    unit.words = [unit.name, unit.source].concat(Array.from(new Set(said))).join(" ").toLowerCase();
    unit.owed = unit.counts[0] + unit.counts[1] + unit.counts[2];
    unit.byTemplate = new Map(unit.drafts.map((draft) => [draft.template, draft]));
  });
  const collator = new Intl.Collator("zh-CN", { numeric: true });

  function asFinding([level, code, message, place, hint, quote, basis, related], unit, papers) {
    return { level, code, message, place, hint, quote, basis, related, unit, papers };
  }
  function templateName(template) {
    return template < data.templates.length ? data.templates[template][1] : "";
  }

  // ---- building elements: text is only ever text ----

  function el(tag, props, ...children) {
    const made = document.createElement(tag);
    Object.keys(props || {}).forEach((name) => {
      if (name in made) made[name] = props[name];
      else made.setAttribute(name, props[name]);
    });
    children.forEach((child) => {
      if (child !== null && child !== "") made.append(child);
    });
    return made;
  }
  function relative(path) {
    return "./" + path.replace(/^\/+/, "").split("/").map(encodeURIComponent).join("/");
  }
  function link(path, text) {
    return el("a", { href: relative(path) }, text);
  }
  function tag(text, kind) {
    return el("span", { className: "tag " + kind }, text);
  }
  function percent(share) {
    return share === null ? "—" : share + "%";
  }
  /** The text with these stretches marked. */
  function marked(text, stretches) {
    const out = document.createDocumentFragment();
    const ends = [];
    stretches.filter(Boolean).forEach((stretch) => {
      for (let at = text.indexOf(stretch); at >= 0; at = text.indexOf(stretch, at + stretch.length)) {
        ends.push([at, at + stretch.length]);
      }
    });
    ends.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    let done = 0;
    ends.forEach(([start, end]) => {
      if (end <= done) return;
      out.append(text.slice(done, Math.max(start, done)));
      out.append(el("mark", {}, text.slice(Math.max(start, done), end)));
      done = end;
    });
    out.append(text.slice(done));
    return out;
  }
  function sentenceOf(gap) {
    const place = gap.kind === 0 ? "【待填：" + gap.path + "】" : gap.kind === 1 ? "【待核实】" : "";
    const out = el("p", { className: "quote" });
    if (gap.sentence) out.append(marked(gap.sentence, [place]));
    if (gap.reason) out.append("（" + gap.reason + "）");
    return out;
  }
  /** Fills a box with the first records, and a button for the rest. */
  function fill(box, after, records, make) {
    box.textContent = "";
    after.textContent = "";
    let shown = 0;
    function more(count) {
      const piece = document.createDocumentFragment();
      records.slice(shown, shown + count).forEach((record) => piece.append(make(record)));
      shown += count;
      box.append(piece);
      after.textContent = "";
      if (shown < records.length) {
        const rest = records.length - shown;
        const next = Math.min(rest, STEP * 5);
        after.append(
          el("button", { type: "button", onclick: () => more(next) }, "再显示" + next + "条"),
          " 还有" + rest + "条");
      }
    }
    more(STEP);
  }
  function section(id, title, note) {
    const box = el("section", { id }, el("h2", {}, title), note ? el("p", { className: "soft" }, note) : "");
    main.append(box);
    nav.append(el("a", { href: "#" + id }, title));
    return box;
  }

  // ---- what is looked for ----

  const asked = { words: [], status: "", owing: false, sort: 0, down: false, group: "unit" };
  const nav = el("nav", { "aria-label": "各部分" });
  main.append(nav);
  const search = el("input", { type: "search", placeholder: "单位、事实、问题", "aria-label": "查找" });
  const status = el("select", { "aria-label": "成文状态" }, el("option", { value: "" }, "全部状态"));
  STATUSES.forEach((name, at) => {
    if (drafts.some((draft) => draft.status === at)) {
      status.append(el("option", { value: String(at) }, name));
    }
  });
  const owing = el("input", { type: "checkbox" });
  const order = el("select", { "aria-label": "排序" });
  const found = el("span", { className: "soft", role: "status" });
  main.append(el("div", { className: "bar", role: "search" },
    el("label", { className: "wide" }, search), status,
    el("label", {}, owing, "只看要补的"),
    el("label", { className: "narrow-only" }, "排序", order), found));
  let waiting = 0;
  ["input", "change"].forEach((event) => search.addEventListener(event, () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, units.length > 2000 ? 250 : 60);
  }));
  status.addEventListener("change", ask);
  owing.addEventListener("change", ask);
  function ask() {
    asked.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    asked.status = status.value;
    asked.owing = owing.checked;
    show();
  }
  function named(text) {
    const low = text.toLowerCase();
    return asked.words.every((word) => low.includes(word));
  }
  function wanted(unit) {
    return (!asked.owing || unit.owed > 0)
      && (asked.status === "" || unit.drafts.some((draft) => draft.status === Number(asked.status)))
      && asked.words.every((word) => unit.words.includes(word));
  }

  // ---- the units ----

  const columns = [
    { name: "单位", of: (unit) => unit.name, text: true },
    ...data.templates.map(([, name], template) => ({ name, template, of: (unit) => rank(unit.byTemplate.get(template)) })),
    ...KINDS.map((name, kind) => ({ name, count: true, of: (unit) => unit.counts[kind] })),
    ...[3, 2, 1].map((level) => ({ name: LEVELS[level], count: true, of: (unit) => unit.levels[level] })),
  ];
  if (units.some((unit) => unit.own !== null)) {
    columns.push({ name: "自己的话", share: "own", of: (unit) => (unit.own === null ? 101 : unit.own) });
  }
  if (units.some((unit) => unit.taken !== null)) {
    columns.push({ name: "上期写过", share: "taken", of: (unit) => (unit.taken === null ? -1 : unit.taken) });
  }
  columns.push({ name: "发给单位", links: true });
  function rank(draft) {
    return draft ? draft.status * 100000 + draft.counts[0] + draft.counts[1] + draft.counts[2] : -1;
  }
  const table = section("units", "各单位");
  const heads = columns.map((column, at) => {
    const cell = el("th", { scope: "col", className: column.count || column.share ? "number" : "" });
    if (column.of) {
      cell.append(el("button", { type: "button", onclick: () => sortBy(at) }, column.name));
      order.append(el("option", { value: at + " 0" }, column.name + "，从小到大"),
        el("option", { value: at + " 1" }, column.name + "，从大到小"));
    } else cell.append(column.name);
    return cell;
  });
  const body = el("tbody");
  const after = el("p", { className: "more" });
  table.append(el("div", { className: "scroll" },
    el("table", { className: "cards" }, el("thead", {}, el("tr", {}, ...heads)), body)), after);
  asked.sort = -1;
  order.prepend(el("option", { value: "-1 0", selected: true }, "原来的次序"));
  order.addEventListener("change", () => {
    const [column, down] = order.value.split(" ").map(Number);
    asked.sort = column;
    asked.down = down === 1;
    show();
  });
  function sortBy(at) {
    const first = columns[at].count || columns[at].template !== undefined;  // the most first
    asked.down = asked.sort === at ? !asked.down : Boolean(first);
    asked.sort = at;
    order.value = at + " " + Number(asked.down);
    show();
  }
  function sorted(list) {
    const column = columns[asked.sort];
    if (!column) return list;
    const sign = asked.down ? -1 : 1;
    const compare = column.text ? (a, b) => collator.compare(column.of(a), column.of(b))
      : (a, b) => column.of(a) - column.of(b);
    return list.slice().sort((a, b) => sign * compare(a, b) || a.at - b.at);
  }
  function unitRow(unit) {
    const page = unit.folder ? link(unit.folder + "/" + unit.list, unit.name) : unit.name;
    return el("tr", {}, ...columns.map((column) => {
      if (column.text) return el("th", { scope: "row" }, page);
      const cell = el("td", { "data-label": column.name });
      if (column.template !== undefined) draftCell(cell, unit.byTemplate.get(column.template));
      else if (column.links) linksCell(cell, unit);
      else {
        const value = column.of(unit);
        cell.className = column.share || value ? "number" : "number none";
        if (column.share) cell.append(percent(unit[column.share]));
        else cell.append(value ? String(value) : "—");
      }
      return cell;
    }));
  }
  function draftCell(cell, draft) {
    if (!draft) {
      cell.className = "none";
      cell.append("—");
      return;
    }
    const kind = ["good", "owed", "bad", "plain"][draft.status];
    cell.append(tag(STATUSES[draft.status], kind));
    draft.files.forEach(([path, format, kept]) => {
      cell.append(" ", link(path, format));
      if (kept) cell.append(el("small", {}, "（" + kept + " 改动过，没有动它，新稿放在旁边）"));
    });
    const owed = KINDS.map((name, at) => (draft.counts[at] ? name + draft.counts[at] : "")).filter(Boolean);
    if (owed.length) cell.append(el("div", {}, el("small", { className: "owed" }, owed.join(" "))));
    if (draft.error) cell.append(el("div", {}, el("small", { className: "bad" }, draft.error)));
  }
  function linksCell(cell, unit) {
    if (!unit.folder) {
      cell.className = "none";
      return;
    }
    cell.append(link(unit.folder + "/" + unit.list, "清单"));
    if (unit.owed) cell.append(" ", link(unit.folder + "/" + unit.form, "补填表"));
  }

  // ---- what is owed ----

  const owedBox = section("owed", "待补");
  const byUnit = el("input", { type: "radio", name: "group", checked: true });
  const byFact = el("input", { type: "radio", name: "group" });
  const owedNote = el("p", { className: "soft" });
  const owedList = el("div");
  const owedMore = el("p", { className: "more" });
  owedBox.append(el("div", { className: "bar" }, el("label", {}, byUnit, "按单位"),
    el("label", {}, byFact, "按事实")), owedNote, owedList, owedMore);
  [byUnit, byFact].forEach((choice) => choice.addEventListener("change", () => {
    asked.group = byFact.checked ? "fact" : "unit";
    showOwed();
  }));
  function grouped(list, key) {
    const groups = new Map();
    list.forEach((item) => {
      const name = key(item);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    });
    return Array.from(groups);
  }
  function showOwed() {
    const list = [];
    units.filter(wanted).forEach((unit) => {
      const whole = !asked.words.length || named(unit.name);
      unit.gaps.forEach((gap) => {
        if (whole || named(unit.name + " " + gap.path + " " + gap.name + " " + gap.sentence)) list.push(gap);
      });
    });
    const facts = asked.group === "fact";
    const groups = facts ? grouped(list, (gap) => gap.path.replace(/\[\d+\]/g, ""))
      : grouped(list, (gap) => gap.draft.unit);
    if (facts) {
      const many = (gaps) => new Set(gaps.map((gap) => gap.draft.unit)).size;
      groups.sort((a, b) => many(b[1]) - many(a[1]));
    }
    owedNote.textContent = list.length ? "" : "没有要补的。";
    if (data.more[0]) owedNote.textContent += "另有" + data.more[0] + "处太多没有列在这里，见各单位的清单。";
    fill(owedList, owedMore, groups, ([key, gaps]) => owedGroup(key, gaps, facts, groups.length));
  }
  function owedGroup(key, gaps, facts, count) {
    const name = facts ? gaps[0].name.replace(/第\d+个/g, "") : key.name;
    const inner = facts ? grouped(gaps, (gap) => gap.draft.unit) : grouped(gaps, (gap) => gap.path);
    const said = facts ? inner.length + "个单位" : inner.length + "项";
    const box = el("details", { open: count <= 12 }, el("summary", {}, el("span", { className: "fact" }, name), " ", el("small", {}, said)));
    if (facts) box.append(el("p", { className: "soft" }, gaps[0].what, " ", el("small", {}, key)));
    if (!facts && key.folder) {
      box.append(el("p", {}, "发给单位：", link(key.folder + "/" + key.list, "清单"), " ",
        link(key.folder + "/" + key.form, "补填表")));
    }
    const list = el("ul", { className: "list" });
    inner.forEach(([what, places]) => {
      const line = el("li", {}, el("span", { className: "fact" }, facts ? what.name : places[0].name), " ");
      Array.from(new Set(places.map((gap) => gap.kind))).forEach((kind) => {
        line.append(tag(KINDS[kind], "owed"), " ");
      });
      if (!facts) line.append(el("small", {}, what + "　" + places[0].what));
      places.forEach((gap) => {
        const sentence = sentenceOf(gap);
        sentence.prepend(el("small", {}, templateName(gap.draft.template) + "　"));
        line.append(sentence);
      });
      list.append(line);
    });
    box.append(list);
    return box;
  }

  // ---- what is wrong ----

  const failed = drafts.filter((draft) => draft.error);
  const foundBox = section("findings", "问题");
  const failedList = el("ul", { className: "list" });
  const levelChoice = el("select", { "aria-label": "问题轻重" }, el("option", { value: "0" }, "全部轻重"));
  [3, 2, 1].forEach((level) => levelChoice.append(el("option", { value: String(level) }, LEVELS[level])));
  const foundNote = el("p", { className: "soft" });
  const foundList = el("ul", { className: "list" });
  const foundMore = el("p", { className: "more" });
  foundBox.append(failedList, el("div", { className: "bar" }, levelChoice), foundNote, foundList, foundMore);
  levelChoice.addEventListener("change", showFindings);
  function findingLine(finding) {
    const kind = ["", "plain", "owed", "bad"][finding.level];
    const line = el("li", {}, tag(LEVELS[finding.level], kind), " ");
    if (finding.unit) line.append(el("span", { className: "fact" }, finding.unit.name), " ");
    if (finding.papers) line.append(el("small", {}, finding.papers), " ");
    line.append(finding.message);
    if (finding.quote) line.append(el("p", { className: "quote" }, "“" + finding.quote + "”"));
    if (finding.hint) line.append(el("p", {}, "改法：" + finding.hint));
    if (finding.basis) line.append(el("p", {}, "依据：" + finding.basis));
    const places = [finding.place].concat(finding.related).filter(Boolean).join("；");
    line.append(el("p", {}, el("small", {}, finding.code + "　" + places)));
    return line;
  }
  function showFindings() {
    const level = Number(levelChoice.value);
    const list = findings.filter((finding) => (!level || finding.level === level)
      && wanted(finding.unit)
      && (!asked.words.length || named(finding.unit.name + " " + finding.code + " " + finding.message)));
    foundNote.textContent = list.length || failed.length ? "" : "没有问题。";
    if (data.more[1]) foundNote.textContent += "另有" + data.more[1] + "条太多没有列在这里，见 汇总.xlsx。";
    fill(failedList, el("p"), failed.filter((draft) => wanted(draft.unit)).slice(0, STEP), (draft) =>
      el("li", {}, tag(STATUSES[draft.status], "bad"), " ", el("span", { className: "fact" }, draft.unit.name),
        " ", el("small", {}, templateName(draft.template)), " ", draft.error));
    fill(foundList, foundMore, list, findingLine);
  }

  // ---- what is alike ----

  function showPairs() {
    if (!data.pairs.length) return;
    const box = section("alike", "相似", "一边一份，相同的话标了底色；左右对照，看是谁写的。");
    const list = el("div");
    const more = el("p", { className: "more" });
    box.append(list, more);
    const side = (draft, texts) => {
      const file = draft.files[0];
      const name = draft.unit.name + " " + templateName(draft.template);
      return el("div", { tabIndex: 0 }, el("h3", {}, file ? link(file[0], name) : name),
        ...texts.map((pieces) => el("p", {}, ...pieces.map((piece, at) =>
          (at % 2 ? el("mark", {}, piece) : piece)))));
    };
    fill(list, more, data.pairs, ([one, other, share, back, stretches]) => {
      const a = drafts[one];
      const b = drafts[other];
      return el("details", {}, el("summary", {}, el("span", { className: "fact" }, a.unit.name + " — " + b.unit.name), " ",
        tag("相同" + share + "%、" + back + "%", Math.max(share, back) >= 50 ? "bad" : "owed"), " ",
        el("small", {}, templateName(a.template))),
      el("div", { className: "pair" }, side(a, stretches.map((both) => both[0])),
        side(b, stretches.map((both) => both[1]))));
    });
  }

  // ---- what the county asks of every draft ----

  const held = drafts.filter((draft) => draft.held.length);
  let heldBody = null;
  let heldMore = null;
  function startHeld() {
    if (!data.items.length) return;
    const box = section("duties", "规定动作", "县里规定要写的各项：单列的、只提到的、缺的。");
    const lacks = el("ul", { className: "list" });
    data.items.forEach((name, item) => {
      const names = Array.from(new Set(held.filter((draft) =>
        draft.held.some(([at, how]) => at === item && how === 2)).map((draft) => draft.unit.name)));
      if (!names.length) return;
      const shown = names.slice(0, 60).join("、") + (names.length > 60 ? " 等" : "");
      lacks.append(el("li", {}, el("span", { className: "fact" }, name), " ",
        tag("缺" + names.length + "家", "bad"), " ", shown));
    });
    if (!lacks.childNodes.length) lacks.append(el("li", {}, "各家都写到了。"));
    heldBody = el("tbody");
    heldMore = el("p", { className: "more" });
    const several = data.templates.length > 1;
    box.append(lacks, el("h3", {}, "逐家对照"), el("div", { className: "scroll", tabIndex: 0 }, el("table", { className: "matrix" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, several ? "单位、文稿" : "单位"),
        ...data.items.map((name) => el("th", { scope: "col" }, name)))), heldBody)), heldMore);
  }
  function showHeld() {
    if (!heldBody) return;
    fill(heldBody, heldMore, held.filter((draft) => wanted(draft.unit)), (draft) => {
      const of = new Map(draft.held.map(([item, how, where]) => [item, { how, where }]));
      const name = data.templates.length > 1 ? [draft.unit.name, el("br"), el("small", {}, templateName(draft.template))] : [draft.unit.name];
      return el("tr", {}, el("th", { scope: "row" }, ...name), ...data.items.map((_, item) => {
        const state = of.get(item);
        if (!state) return el("td", {}, "—");
        const words = tag(HOWS[state.how], ["good", "owed", "bad"][state.how]);
        const cell = el("td", { className: state.how === 2 ? "lack" : "" });
        if (state.where) cell.append(el("details", {}, el("summary", {}, words), el("small", {}, state.where)));
        else cell.append(words);
        return cell;
      }));
    });
  }

  // ---- all of it ----

  function show() {
    const list = sorted(units.filter(wanted));
    heads.forEach((cell, at) => {
      if (at === asked.sort) cell.setAttribute("aria-sort", asked.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    found.textContent = list.length === units.length ? "" : units.length + "个单位，找到" + list.length + "个";
    fill(body, after, list, unitRow);
    showOwed();
    showFindings();
    showHeld();
  }
  showPairs();
  startHeld();
  if (rollup.length) {
    const box = section("rollup", "汇总核对", "各单位相加的数，和县里另填的数不一样的。");
    const list = el("ul", { className: "list" });
    const more = el("p", { className: "more" });
    box.append(list, more);
    fill(list, more, rollup, findingLine);
  }
  show();

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    closed.forEach((box) => { box.open = true; });
  });
  window.addEventListener("afterprint", () => {
    closed.forEach((box) => { box.open = false; });
  });
})();
