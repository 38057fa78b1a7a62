// "Nghe bài": the reader's own device reads the article aloud, if it has a Vietnamese voice; without one
// the button stays hidden. The sentence that is read is marked. Nothing leaves the device.

const box = document.querySelector("[data-listen]");
const voices = window.speechSynthesis;
const READ = "h1, .prose p, .prose h2, .prose h3, .prose li, .prose blockquote";

function voice() {
  return voices.getVoices().find(({ lang }) => lang.toLowerCase().startsWith("vi"));
}

/** Ranges of the block's sentences, in their order. */
function sentencesOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const places = []; // where each letter of the block's text stands
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let offset = 0; offset < node.data.length; offset += 1) places.push([node, offset]);
    text += node.data;
  }
  return spans(text).map(([start, end]) => {
    const range = document.createRange();
    range.setStart(...places[start]);
    const [last, offset] = places[end - 1];
    range.setEnd(last, offset + 1);
    return range;
  });
}

/** Beginnings and ends of the sentences of a text, without the blanks around them. */
function spans(text) {
  const parts = Intl.Segmenter
    ? [...new Intl.Segmenter("vi", { granularity: "sentence" }).segment(text)].map(({ segment, index }) => [segment, index])
    : [[text, 0]];
  return parts
    .filter(([part]) => part.trim())
    .map(([part, index]) => [index + part.search(/\S/), index + part.trimEnd().length]);
}

class Reading {
  constructor(article) {
    const blocks = [...article.querySelectorAll(READ)].filter((block) => !block.closest("figure") && !block.querySelector("p"));
    this.sentences = blocks.flatMap(sentencesOf);
    this.play = box.querySelector("[data-play]");
    this.label = this.play.querySelector("span");
    this.stop = box.querySelector("[data-stop]");
    this.at = 0;
    this.isOn = false;
    this.play.addEventListener("click", () => (this.isOn ? this.pause() : this.go()));
    this.stop.addEventListener("click", () => this.end());
    window.addEventListener("pagehide", () => voices.cancel());
  }

  go() {
    this.isOn = true;
    this.label.textContent = "Tạm dừng";
    this.stop.hidden = false;
    this.say();
  }

  // Some telephones end what they are told to pause: it begins again with the same sentence.
  pause() {
    this.isOn = false;
    this.label.textContent = "Nghe tiếp";
    voices.cancel();
  }

  end() {
    this.isOn = false;
    this.at = 0;
    this.label.textContent = "Nghe bài";
    this.stop.hidden = true;
    voices.cancel();
    CSS.highlights?.delete("listening");
    this.play.focus();
  }

  // A sentence at a time: long texts break off after a quarter of a minute in some browsers.
  say() {
    const range = this.sentences[this.at];
    if (!range) {
      this.end();
      return;
    }
    const words = new SpeechSynthesisUtterance(range.toString());
    words.lang = "vi-VN";
    words.voice = voice() ?? null;
    words.rate = 0.95;
    words.onend = () => {
      if (!this.isOn || this.sentences[this.at] !== range) return;
      this.at += 1;
      this.say();
    };
    this.mark(range);
    voices.speak(words);
  }

  mark(range) {
    if (CSS.highlights) CSS.highlights.set("listening", new Highlight(range));
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }
}

function offer() {
  if (!voice() || !box.hidden) return;
  box.hidden = false;
  new Reading(document.querySelector(".article"));
}

if (box && voices && "SpeechSynthesisUtterance" in window) {
  voices.addEventListener?.("voiceschanged", offer); // they come late in some browsers
  offer();
}
