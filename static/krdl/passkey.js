// Passkeys: allauth's forms, bound to the buttons that name them; what the browser refuses is told.
const told = document.querySelector("[data-passkey-error]");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (told) told.hidden = false;
});
for (const button of document.querySelectorAll("[data-passkey]")) {
  const { passkey, credential, data, passwordless } = button.dataset;
  const role = { addForm: "add", loginForm: "login", authenticateForm: "authenticate" }[passkey];
  window.allauth.webauthn.forms[passkey]({ ids: { [role]: button.id, credential, data, passwordless } });
}
