"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const uses = new Map(data.uses.map(([path, text, file, line, cell, status, origin]) =>
    [path, { path, text, at: cell ? file + "!" + cell : line ? file + ":" + line : file, status, origin }]));

  function el(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  /** For each fact of a sentence the words that say it most closely. */
  function origins(told) {
    const best = new Map();
    told.forEach(([text, sources]) => {
      const paths = Array.from(new Set(sources.map((source) =>
        source.startsWith("节:") ? source : source.split("#")[0])));
      paths.filter((path) => path && !/^(提法|套话):/.test(path)).forEach((path) => {
        const use = uses.get(path);
        if (paths.length > 1 && !path.startsWith("节:") && !(use && use.text)) return;  // left out of the list
        const known = best.get(path);
        const closer = !known || paths.length < known.many
          || (paths.length === known.many && text.length < known.text.length);
        if (closer) best.set(path, { text, many: paths.length });
      });
    });
    const byWords = new Map();
    best.forEach(({ text }, path) => {
      if (!byWords.has(text)) byWords.set(text, []);
      byWords.get(text).push(path);
    });
    return Array.from(byWords);
  }

  function row(words, paths) {
    const line = document.createElement("tr");
    line.append(el("td", "", words));
    const cell = line.insertCell();
    paths.forEach((path) => {
      const box = el("div", "", "");
      const use = uses.get(path);
      if (path.startsWith("节:")) box.append("数出来的：" + path.slice(2));
      else if (!use) box.append(el("span", "fact", path));
      else {
        box.append(el("span", "fact", path), " ");
        if (use.text && use.text !== words) box.append("填的是“" + use.text + "” ");
        if (use.status !== "已核实") box.append(el("span", "tag owed", use.status), " ");
        if (use.origin) box.append("来源：" + use.origin + " ");
        box.append(el("small", "", use.at));
      }
      cell.append(box);
    });
    return line;
  }

  function trace([sentences, mentions]) {
    const told = sentences.map(() => []);
    mentions.forEach((mention) => told[mention[2]].push(mention));
    const out = document.createDocumentFragment();
    sentences.forEach((sentence, at) => {
      const found = origins(told[at]);
      if (!found.length) return;
      const box = el("div", "trace", "");
      const table = document.createElement("table");
      found.forEach(([words, paths]) => table.append(row(words, paths)));
      box.append(el("p", "", sentence), table);
      out.append(box);
    });
    return out;
  }

  document.getElementById("main").append(trace(data.draft));
})();
