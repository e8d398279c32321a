// Says once that somebody looked for this and found nothing: the words, and nothing about who it is.

const isLeftAlone = () => navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;

export default (element) => {
  if (isLeftAlone() || !navigator.sendBeacon) return;
  navigator.sendBeacon(element.dataset.missed, element.dataset.term);
};
