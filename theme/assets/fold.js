// How words are compared that people type and pages spell: without the signs that a keyboard lacks or a hurried hand
// leaves out. Read by the worker that searches and by pages with a list to narrow, so it gives a function to both.
"use strict";

(() => {
  /** Letters that have no sign to take off and are typed as others: Cyrillic ё, those of Kazakh and of Azerbaijani. */
  const TYPED = {
    ё: "е", ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и", ə: "e", ı: "i", ß: "ss", ى: "ي", ة: "ه",
  };
  const LETTERS = new RegExp(`[${Object.keys(TYPED).join("")}]`, "gu");
  const SIGNS = /([\p{Script=Latin}\p{Script=Arabic}])\p{M}+/gu;

  // Signs are taken off Latin and Arabic letters only: й is not и with a sign to those who read it.
  self.psFold = (/** @type {string} */ text) => text.toLowerCase().normalize("NFD").replace(SIGNS, "$1").normalize("NFC")
    .replace(LETTERS, (letter) => TYPED[letter]);
})();
