"use strict";
// Lets the reader pick a sample and a variant and see its episode beside the dense one, first difference marked.
(() => {
  const tasks = JSON.parse(document.getElementById("data").textContent);

  const node = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  const KINDS = {
    lost: (dense, other) => dense.success && !other.success,
    gained: (dense, other) => !dense.success && other.success,
    diverged: (dense, other) => other.divergence !== null,
    all: () => true,
  };
  const KIND_NAMES = {
    lost: "lost: dense solves it, the variant does not",
    gained: "gained: only the variant solves it",
    diverged: "took another path",
    all: "all samples",
  };

  const turnView = (turn, index, mark) => {
    const box = node("div", { class: mark ? "turn differs" : "turn" });
    if (mark) box.append(node("div", { class: "mark" }, mark));
    box.append(node("pre", {}, `${index + 1}. ${turn.said.trim() || "(empty)"}`));
    box.append(node("pre", { class: turn.valid ? "observation" : "observation bad" }, turn.observation));
    return box;
  };

  const sideView = (episode, markedTurn, mark) => {
    const ending = `${episode.success ? "solved" : "not solved"}, progress ${(100 * episode.progress).toFixed(0)} %, ${episode.outcome}`;
    const box = node("div", { class: "side" }, node("h4", {}, episode.variant, node("small", {}, ending)));
    episode.turns.forEach((turn, i) => box.append(turnView(turn, i, i === markedTurn ? mark : null)));
    if (markedTurn !== null && markedTurn >= episode.turns.length) {
      box.append(node("div", { class: "turn differs" }, node("div", { class: "mark" }, mark), "(the episode had ended here)"));
    }
    return box;
  };

  const explorer = (root, task) => {
    const names = task.rows.map((row) => row.variant);
    const option = (value, text) => node("option", { value }, text);
    const variant = node("select", {}, ...names.slice(1).map((name, i) => option(i + 1, name)));
    const kind = node("select", {}, ...Object.entries(KIND_NAMES).map(([key, text]) => option(key, text)));
    const count = node("span", { class: "count" });
    const list = node("ul", { class: "samples" });
    const detail = node("div", {});

    const show = (sample, button) => {
      list.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
      if (button) button.setAttribute("aria-current", "true");
      const other = sample.episodes[variant.value];
      const divergence = other.divergence;
      const mark = divergence ? `${divergence.kind}: ${divergence.detail}` : null;
      detail.replaceChildren(
        node("div", { class: "goal" }, node("p", {}, node("strong", {}, sample.id), ` (${sample.difficulty})`), node("p", {}, sample.goal)),
        node("div", { class: "sides" },
          sideView(sample.episodes[0], divergence ? divergence.denseTurn : null, mark),
          sideView(other, divergence ? divergence.variantTurn : null, mark)));
    };

    const refresh = () => {
      const chosen = task.samples.filter((s) => s.episodes[variant.value] && KINDS[kind.value](s.episodes[0], s.episodes[variant.value]));
      count.textContent = `${chosen.length} of ${task.samples.length} samples`;
      list.replaceChildren();
      detail.replaceChildren();
      chosen.forEach((sample) => {
        const note = sample.episodes[variant.value].divergence;
        const button = node("button", { type: "button" }, sample.id, node("small", {}, note ? `first difference: ${note.kind}` : "same path"));
        button.addEventListener("click", () => show(sample, button));
        list.append(node("li", {}, button));
      });
      if (chosen.length) show(chosen[0], list.querySelector("button"));
    };

    const startWith = () => {
      // the variant that lost most shows the most; without any loss there is no list to start with but all samples
      const losses = names.map((_, i) => (i === 0 ? -1 : task.samples.filter((s) => s.episodes[i] && KINDS.lost(s.episodes[0], s.episodes[i])).length));
      const most = losses.indexOf(Math.max(...losses));
      variant.value = most;
      kind.value = losses[most] > 0 ? "lost" : "all";
    };

    variant.addEventListener("change", refresh);
    kind.addEventListener("change", refresh);
    root.append(
      node("div", { class: "controls" }, node("label", {}, "Variant", variant), node("label", {}, "Samples", kind), count),
      node("div", { class: "pick" }, list, detail));
    startWith();
    refresh();
  };

  document.querySelectorAll(".explorer").forEach((root) => {
    const task = tasks[Number(root.dataset.task)];
    if (task.rows.length > 1) explorer(root, task);
  });
})();
