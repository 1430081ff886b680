// Stands between the theme's script and its search worker, so that a page loads neither the search data nor what
// searches it before somebody searches, and so that words are found whatever form they stand in and however they are
// typed.
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
  importScripts("../../fold.js", start.worker);
  self.addEventListener = listen;
  // A word is compared as it is folded, and shown as it stands: where it stands is no part of the word.
  lunr.Token = class extends lunr.Token {
    constructor(word, places) { super(self.psFold(word), places); }
  };
  await new Promise((ready) => {
    self.postMessage = ready;
    handler({ data: { type: SETUP, data: { ...data, options } } });
  });
  self.postMessage = (answer) => say.call(self, answer.type === RESULT ? spelt(answer) : answer);
  return handler;
}

/** The words of a query, folded, as far as all their forms begin alike. What is quoted or has a sign stays whole. */
function beginnings(query) {
  const folded = self.psFold(query);
  const stemmer = start.stemmer === "en" ? lunr.stemmer : lunr[start.stemmer]?.stemmer;
  if (!stemmer || folded.includes('"')) return folded;
  return folded.replace(/(?<!\S)[\p{L}\p{M}]+(?!\S)/gu, (word) => {
    const stem = stemmer(new lunr.Token(word, {})).toString();
    let same = 0;
    while (same < stem.length && stem[same] === word[same]) same += 1;
    return same < SHORTEST ? word : word.slice(0, same);
  });
}

/** The answer with words as its pages spell them: the theme looks for these again on the page that is chosen. */
function spelt(answer) {
  for (const page of answer.data.items) {
    const marked = new Set();
    for (const { title, text } of page) {
      for (const [, word] of `${title} ${text}`.matchAll(/<mark>(.*?)<\/mark>/gs)) marked.add(word.normalize("NFC"));
    }
    for (const part of page) {
      part.terms = Object.fromEntries(Object.entries(part.terms).flatMap(([term, found]) => {
        const words = [...marked].filter((word) => found && self.psFold(word).startsWith(term));
        return words.length ? words.map((word) => [beginning(word, term), found]) : [[term, found]];
      }));
    }
  }
  return answer;
}

/** As much of a word as is `term` when it is folded; in small letters, where these are as many. */
function beginning(word, term) {
  let end = term.length;
  while (end < word.length && self.psFold(word.slice(0, end)).length < term.length) end += 1;
  const [as, small] = [word.slice(0, end), word.slice(0, end).toLowerCase()];
  return small.length === as.length ? small : as;
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
