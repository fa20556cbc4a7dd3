"""An OpenID provider of idpyoidc, others' software: it makes the keys, the metadata, the key list and the tokens.

What is here only carries requests to its endpoints and their answers back, as its documentation shows for Flask.
"""

import json
import tempfile

import flask
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration

CLIENT, SECRET, RETURN = "reports-reader", "a throw-away secret of a test client", "https://client.example/back"
SCOPE = "openid reports.read"


def configuration(issuer):
    part = "idpyoidc.server."
    return {
        "issuer": issuer,
        "keys": {"uri_path": "keys.json", "key_defs": [
            {"type": "RSA", "use": ["sig"]}, {"type": "EC", "crv": "P-256", "use": ["sig"]}]},
        "endpoint": {
            "provider_config": {"path": ".well-known/openid-configuration", "kwargs": {},
                                "class": part + "oidc.provider_config.ProviderConfiguration"},
            "authorization": {"path": "authorization", "class": part + "oidc.authorization.Authorization",
                              "kwargs": {"response_types_supported": ["code"]}},
            "token": {"path": "token", "class": part + "oidc.token.Token",
                      "kwargs": {"client_authn_method": ["client_secret_post"]}},
        },
        "token_handler_args": {
            "code": {"kwargs": {"lifetime": 600}},
            "token": {"class": part + "token.jwt_token.JWTToken", "kwargs": {"lifetime": 3600, "alg": "RS256"}},
            "id_token": {"class": part + "token.id_token.IDToken", "kwargs": {}},
        },
        "authentication": {"user": {"acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
                                    "class": part + "user_authn.user.NoAuthn", "kwargs": {"user": "diana"}}},
        "userinfo": {"class": part + "user_info.UserInfo", "kwargs": {"db": {"diana": {"name": "Diana"}}}},
        "authz": {"class": part + "authz.AuthzHandling", "kwargs": {"grant_config": {"usage_rules": {
            "authorization_code": {"supports_minting": ["access_token", "id_token"], "max_usage": 1},
            "access_token": {"expires_in": 3600}}, "expires_in": 43_200}}},
    }


class Provider:
    """The provider of one issuer, with one client; a public one has no secret and must prove its code (RFC 7636)."""

    def __init__(self, issuer, public=None):
        self.path = "/" + issuer.split("/", 3)[3] if issuer.count("/") > 2 else ""
        self.issuer, self.public = issuer, public
        self.renew()

    def renew(self):
        """A provider with new keys, as after a rollover."""
        settings = configuration(self.issuer)
        if self.public:
            settings["endpoint"]["token"]["kwargs"]["client_authn_method"] = ["public"]
            settings["add_on"] = {"pkce": {"function": "idpyoidc.server.oauth2.add_on.pkce.add_support",
                                           "kwargs": {"essential": True}}}
        self.server = Server(OPConfiguration(settings, base_path=tempfile.gettempdir()))
        self.server.context.cdb[CLIENT] = {
            "client_secret": SECRET, "allowed_scopes": SCOPE.split(), "redirect_uris": [(RETURN, {})],
            "response_types_supported": ["code"], "client_salt": "salt"}
        if self.public:
            self.server.context.cdb[self.public[0]] = {
                "client_secret": None, "token_endpoint_auth_method": "public", "allowed_scopes": ["openid"],
                "redirect_uris": [(self.public[1], {})], "response_types_supported": ["code"], "client_salt": "salt"}

    def answer(self, name, request=""):
        """What an endpoint says to a request."""
        endpoint = self.server.get_endpoint(name)
        parsed = endpoint.parse_request(request, http_info={"headers": {}})
        done = endpoint.process_request(parsed, http_info={"headers": {}})
        return endpoint.do_response(request=parsed, **done)["response"]

    def application(self):
        """The provider as a web application."""
        application = flask.Flask("idp")

        @application.get(f"{self.path}/.well-known/openid-configuration")
        def metadata():
            return flask.Response(self.answer("provider_config"), mimetype="application/json")

        @application.get(f"{self.path}/keys.json")
        def keys():
            return flask.Response(self.server.keyjar.export_jwks_as_json(), mimetype="application/json")

        @application.get(f"{self.path}/authorization")
        def authorization():
            return flask.redirect(self.answer("authorization", flask.request.query_string.decode()))

        @application.post(f"{self.path}/token")
        def token():
            return flask.Response(self.answer("token", flask.request.get_data(as_text=True)),
                                  mimetype="application/json")

        return application
