// Shows the contract with a form to try each operation; a token goes into "Authorize". Nothing is fetched from elsewhere.
window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#contract",
    deepLinking: true,
    validatorUrl: null,
    // A change needs its own key; a fresh one is filled in unless the form has one.
    requestInterceptor: (request) => {
      const changes = ["POST", "PUT", "PATCH", "DELETE"].includes((request.method || "GET").toUpperCase());
      if (changes && !request.headers["Idempotency-Key"]) {
        request.headers["Idempotency-Key"] = crypto.randomUUID();
      }
      return request;
    },
  });
});
