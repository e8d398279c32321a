// Says once that a page was looked at, and each time somebody goes on from it to the school: <… data-count="programme 12">.
// No cookie, nothing about who it is; and nothing at all for who asks not to be followed.

const LOOKED_AT = 2000; // milliseconds for which a page was visible

const isLeftAlone = () => navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;

const onceVisible = (done) => {
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(finish, LOOKED_AT);
  };
  const finish = () => {
    document.removeEventListener("visibilitychange", look);
    done();
  };
  document.addEventListener("visibilitychange", look);
  look();
};

export default (element) => {
  if (isLeftAlone() || !navigator.sendBeacon) return;
  const say = (event) => navigator.sendBeacon("/count/", `${event} ${element.dataset.count}`);
  onceVisible(() => say("view"));
  element.addEventListener("click", (event) => {
    if (event.target.closest("[data-count-click]")) say("click");
  });
};
