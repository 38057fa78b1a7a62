// Photographs on their way to the server: one after another, each with its own bar, cancel and
// retry. The server gives places in the order of arrival, which so is the order of choosing.

import { button, el } from "writing/dom";

const MOST_BYTES = 25 * 1024 * 1024; // kit/pictures.py says the same
const TYPES = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"];
const UNTOLD = /\.(heic|heif|jpe?g|png|webp)$/i; // Windows tells no type of an iPhone's photographs

/** 640 kB; 3,4 MB. Rounded up, so that what is too heavy never reads like what is allowed. */
function size(bytes) {
  const kilobytes = Math.ceil(bytes / 1024);
  if (kilobytes < 1024) return `${kilobytes} kB`;
  return `${(Math.ceil((bytes / 1024 / 1024) * 10) / 10).toLocaleString("vi-VN")} MB`;
}

/** Why a file need not be sent at all; nothing if it may. */
function refusal(file) {
  if (!TYPES.includes(file.type) && !(file.type === "" && UNTOLD.test(file.name))) {
    return "Tệp này không phải là ảnh JPEG, PNG, WebP hoặc HEIC. Hãy mở ảnh, lưu lại thành JPEG rồi chọn lại.";
  }
  if (file.size > MOST_BYTES) {
    return `Ảnh nặng ${size(file.size)}; mỗi ảnh không được quá 25 MB. Hãy chọn cỡ nhỏ hơn khi gửi ảnh từ điện thoại.`;
  }
  if (!file.size) return "Tệp ảnh trống.";
  return "";
}

let rows = 0;

class Upload {
  constructor(file, queue) {
    this.file = file;
    this.queue = queue;
    const id = `tai-anh-${++rows}`;
    this.bar = el("progress", { max: "100", value: "0", "aria-labelledby": id });
    this.said = el("span", { class: "upload__said" }, "Đang chờ");
    this.buttons = el("span", { class: "upload__buttons" });
    this.told = () => {};
    this.row = el(
      "li",
      { class: "upload" },
      el("b", { id }, `${file.name} (${size(file.size)})`),
      this.bar,
      this.said,
      this.buttons,
    );
    this.offer(["Hủy", () => this.cancel()]);
  }

  offer(...choices) {
    const name = this.file.name;
    this.buttons.replaceChildren(
      ...choices.map(([words, run]) => button(words, run, { "aria-label": `${words}: ${name}` })),
    );
  }

  start() {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.queue.token());
    data.append("pictures", this.file);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("POST", this.queue.url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.round((event.loaded / event.total) * 100);
      this.bar.value = percent;
      this.said.textContent = `Đã gửi ${percent} %`;
    });
    request.upload.addEventListener("load", () => {
      this.bar.removeAttribute("value");
      this.said.textContent = "Máy chủ đang xử lý ảnh…";
    });
    request.addEventListener("load", () => this.answered());
    request.addEventListener("error", () => this.fail("Mất kết nối khi đang gửi.", true));
    request.addEventListener("timeout", () => this.fail("Gửi quá lâu mà chưa xong.", true));
    this.offer(["Hủy", () => this.cancel()]);
    this.said.textContent = "Đang gửi…";
    request.send(data);
  }

  answered() {
    const { status, responseText, responseURL } = this.request;
    let told = null;
    try {
      told = JSON.parse(responseText);
    } catch {
      // A page instead of an answer: said below.
    }
    if (status < 300 && told?.photo) {
      this.row.remove();
      this.queue.done(this, told);
    } else if (status === 401 || status === 403 || /\/dang-nhap\//.test(responseURL)) {
      this.fail("Phiên làm việc đã hết. Đăng nhập lại trong cửa sổ khác, rồi thử lại.", true);
    } else if (status === 413) {
      this.fail("Máy chủ không nhận ảnh nặng như vậy.", false);
    } else {
      this.fail(told?.error ?? "Máy chủ chưa nhận được ảnh này.", status >= 500 || !told?.error);
    }
  }

  fail(words, mayRetry) {
    this.bar.hidden = true;
    this.row.classList.add("has-error");
    this.said.textContent = words;
    const dismiss = ["Bỏ qua", () => this.row.remove()];
    this.offer(...(mayRetry ? [["Thử lại", () => this.retry()], dismiss] : [dismiss]));
    this.queue.failed(this, words);
  }

  retry() {
    this.bar.hidden = false;
    this.bar.value = 0;
    this.row.classList.remove("has-error");
    this.said.textContent = "Đang chờ";
    this.queue.add(this);
  }

  cancel() {
    this.request?.abort();
    this.row.remove();
    this.queue.cancelled(this);
  }
}

export class UploadQueue {
  /** `added(answer)` puts a photograph on the page, and tells whether it is new there; `say(words)` tells what happened. */
  constructor({ form, list, added, say }) {
    this.form = form;
    this.url = form.action;
    this.list = list;
    this.added = added;
    this.say = say;
    this.waiting = [];
    this.running = null;
    this.count = 0;
  }

  token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /** `added(photo)` and `ended(isIn)` are told of each file by itself. */
  take(files, { added = () => {}, ended = () => {} } = {}) {
    for (const file of files) {
      const upload = new Upload(file, this);
      upload.told = (photo) => {
        upload.told = () => {}; // a second try is told of on its own row
        if (photo) added(photo);
        ended(Boolean(photo));
      };
      this.list.append(upload.row);
      const why = refusal(file);
      if (why) upload.fail(why, false);
      else this.waiting.push(upload);
    }
    this.next();
  }

  add(upload) {
    this.waiting.push(upload);
    this.next();
  }

  next() {
    if (this.running || !this.waiting.length) return;
    this.running = this.waiting.shift();
    this.running.start();
  }

  finish(upload) {
    if (this.running === upload) this.running = null;
    this.next();
    if (!this.running && this.count) {
      this.say(`Đã thêm ${this.count} ảnh. Hãy ghi mô tả cho từng ảnh.`);
      this.count = 0;
    }
  }

  done(upload, answer) {
    if (this.added(answer)) this.count += 1;
    else this.say(`${upload.file.name}: ảnh này đã có trong bài.`);
    upload.told(answer.photo);
    this.finish(upload);
  }

  failed(upload, words) {
    this.say(`${upload.file.name}: ${words}`);
    upload.told(null);
    this.finish(upload);
  }

  cancelled(upload) {
    this.waiting = this.waiting.filter((other) => other !== upload);
    this.say(`Đã hủy ${upload.file.name}.`);
    upload.told(null);
    this.finish(upload);
  }

  get isBusy() {
    return this.running !== null || this.waiting.length > 0;
  }
}
