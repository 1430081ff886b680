// Stands between the theme's script and its search worker, so that a page loads neither the search data nor what
// searches it before somebody searches, and so that words are found whatever form they stand in.
//
// Written against mkdocs-material 9.8.1, whose messages are {type, data}: 0 set up, 1 ready, 2 query, 3 result. It asks
// for every word as the beginning of words, which its own stemmers do not see.

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
const SHORTEST = 3;

/** What output/search.py wrote: {worker, data} are addresses to load, stemmer a language or "". */
let start = null;
let options = {};
/** The theme's worker, once it has the search data; a promise of its function. */
let theirs = null;
let newest = null;

async function load() {
  const response = await fetch(start.data);
  if (!response.ok) throw new Error(`${start.data}: ${response.status}`);
  const data = await response.json();
  const [listen, say] = [self.addEventListener, self.postMessage];
  let handler = null;
  self.addEventListener = (type, given) => { handler = given; };
  importScripts(start.worker);
  self.addEventListener = listen;
  await new Promise((ready) => {
    self.postMessage = ready;
    handler({ data: { type: SETUP, data: { ...data, options } } });
  });
  self.postMessage = say;
  return handler;
}

/** The words of a query as far as all their forms begin alike. What is quoted or has a sign stays as it is. */
function beginnings(query) {
  const stemmer = start.stemmer === "en" ? lunr.stemmer : lunr[start.stemmer]?.stemmer;
  if (!stemmer || query.includes('"')) return query;
  return query.replace(/(?<!\S)[\p{L}\p{M}]+(?!\S)/gu, (word) => {
    const stem = stemmer(new lunr.Token(word.toLowerCase(), {})).toString();
    let same = 0;
    while (same < stem.length && stem[same] === word[same].toLowerCase()) same += 1;
    return same < SHORTEST ? word : word.slice(0, same);
  });
}

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    start = data.config.start;
    options = data.options;
    self.postMessage({ type: READY });
  } else if (type === QUERY && !data.trim()) {
    // The theme asks for nothing as soon as it is ready.
    newest = data;
    self.postMessage({ type: RESULT, data: { items: [] } });
  } else if (type === QUERY) {
    newest = data;
    try {
      theirs ??= load();
      const answer = await theirs;
      if (data === newest) answer({ data: { type: QUERY, data: beginnings(data) } });
    } catch (error) {
      // The next letter tries again.
      theirs = null;
      console.warn(error);
      self.postMessage({ type: RESULT, data: { items: [] } });
    }
  }
});
