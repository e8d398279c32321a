// Sends what somebody said or typed, and tells in one word why it did not arrive: the page has the words for it.

/**
 * `token` is the input with the form's token. An answer with one of the statuses in `heard` is an answer too.
 * Gives `{ answer }`, or `{ why }`: "sayOffline", "saySignedOut" or "sayFailed".
 */
export async function send(url, body, token, heard = []) {
  // Whoever signed in again in another tab has a new token; the form's own buttons need it too.
  token.value = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? token.value;
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token.value } }).catch(() => null);
  if (!answer) return { why: "sayOffline" };
  if (answer.redirected) return { why: "saySignedOut" };
  if (!answer.ok && !heard.includes(answer.status)) return { why: "sayFailed" };
  return { answer };
}

const AGAIN = 5000; // milliseconds between two tries

/**
 * What waits to be sent, in the order in which it was said; of each key only what was said last. `say(why)` tells how
 * it goes ("saySaving", "saySaved" or why not); `refused(key, sentence)` that the server did not take it.
 */
export function outbox({ url, token, say, refused }) {
  const waiting = new Map();
  let timer = null;
  let isSending = false;

  async function flush() {
    clearTimeout(timer);
    if (isSending || !waiting.size) return;
    isSending = true;
    const [key, body] = waiting.entries().next().value;
    say("saySaving");
    const { answer, why } = await send(url, new URLSearchParams(body), token, [400, 409]);
    isSending = false;
    if (why) {
      say(why);
      timer = setTimeout(flush, AGAIN);
      return;
    }
    if (waiting.get(key) === body) waiting.delete(key);
    if (answer.ok) say("saySaved");
    else refused(key, await answer.text());
    flush();
  }

  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => waiting.size && event.preventDefault());
  return (key, pairs) => {
    waiting.delete(key);
    waiting.set(key, new URLSearchParams(pairs).toString());
    flush();
  };
}
