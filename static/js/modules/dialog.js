// A button that opens the <dialog> it controls; closing is the form's own method="dialog".

export default function (button) {
  const dialog = document.getElementById(button.getAttribute("aria-controls"));
  button.addEventListener("click", () => dialog.showModal());
}
