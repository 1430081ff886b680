// @ts-check
// Part of the preview only: loads the page again when a new site is served, and shows what is wrong over it.

/**
 * @typedef {{file: string, line: number, column: number, field: string, message: string, hint: string,
 *   excerpt: string, severity: "error" | "warning"}} Problem
 * @typedef {{site: string, building: boolean, problems: Problem[]}} Status
 */

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript)
  const site = script.dataset.site
  const root = document.documentElement
  // Themes that swap pages in place may run the script of the next page in this one.
  if (root.dataset.partnersiteLive) return
  root.dataset.partnersiteLive = "on"

  const style = document.createElement("link")
  style.rel = "stylesheet"
  style.href = new URL("live.css", script.src).href
  document.head.append(style)

  const overlay = document.createElement("section")
  overlay.id = "partnersite-live"
  overlay.setAttribute("role", "alert")
  overlay.lang = "en"
  overlay.dir = "ltr"

  /**
   * An element with text in it; texts come from files that others write, so they are only ever text nodes.
   * @param {string} name
   * @param {string} part
   * @param {string} text
   */
  function element(name, part, text) {
    const made = document.createElement(name)
    made.className = `partnersite-live__${part}`
    made.textContent = text
    return made
  }

  /** @param {Problem} problem */
  function item(problem) {
    const line = document.createElement("li")
    const place = [problem.file, problem.line, problem.column].filter(Boolean).join(":")
    line.append(element("p", problem.severity, `${problem.severity}: ${problem.message}`))
    if (place || problem.field) {
      line.append(element("p", "place", [place, problem.field].filter(Boolean).join("  ")))
    }
    if (problem.excerpt) line.append(element("pre", "excerpt", problem.excerpt))
    if (problem.hint) line.append(element("p", "hint", problem.hint))
    return line
  }

  /** @param {Status} status */
  function show(status) {
    root.toggleAttribute("data-partnersite-building", status.building)
    if (status.problems.length === 0) {
      overlay.remove()
      return
    }
    const count = status.problems.length
    const close = element("button", "close", "Close")
    close.addEventListener("click", () => overlay.remove())
    const list = document.createElement("ol")
    list.append(...status.problems.map(item))
    overlay.replaceChildren(
      close,
      element("h2", "title", count === 1 ? "1 problem" : `${count} problems`),
      element("p", "note", "Put it right and save: the site is then built and shown at once."),
      list,
    )
    if (!overlay.isConnected) document.body.append(overlay)
  }

  /** @type {EventSource | undefined} */
  let source

  function listen() {
    source?.close()
    source = undefined
    // A browser opens few connections to one host: tabs in the background leave theirs to the others.
    if (document.hidden) return
    source = new EventSource(new URL("status", script.src))
    source.addEventListener("message", (event) => {
      /** @type {Status} */
      const status = JSON.parse(event.data)
      if (status.site === site) show(status)
      else location.reload()
    })
  }

  document.addEventListener("visibilitychange", listen)
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") overlay.remove()
  })
  listen()
})()
