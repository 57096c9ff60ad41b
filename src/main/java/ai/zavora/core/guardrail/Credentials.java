package ai.zavora.core.guardrail;

import ai.zavora.core.guardrail.Token.Signs;
import java.util.List;

/** The marks that issuers put before their credentials, as their documentation states them. */
final class Credentials {
    static final List<Pattern> ALL = List.of(
            new Token("aws_access_key", "AKIA", Signs.UPPER_AND_DIGITS, 16, 16),
            new Token("aws_access_key", "ASIA", Signs.UPPER_AND_DIGITS, 16, 16),
            github("ghp_", Signs.ALPHANUMERIC, 36),
            github("gho_", Signs.ALPHANUMERIC, 36),
            github("ghu_", Signs.ALPHANUMERIC, 36),
            github("ghs_", Signs.ALPHANUMERIC, 36),
            github("ghr_", Signs.ALPHANUMERIC, 36),
            github("github_pat_", Signs.URL_SAFE, 22),
            gitlab("glpat-"),
            gitlab("gldt-"),
            gitlab("glrt-"),
            gitlab("glptt-"),
            gitlab("glcbt-"),
            gitlab("glsoat-"),
            gitlab("glagent-"),
            slack("xoxb-"),
            slack("xoxa-"),
            slack("xoxp-"),
            slack("xoxr-"),
            slack("xoxs-"),
            slack("xoxe-"),
            slack("xapp-"),
            new Token("google_api_key", "AIza", Signs.URL_SAFE, 35, 35),
            new Token("google_oauth", "ya29.", Signs.URL_SAFE, 20, Token.ANY),
            new Token("google_oauth", "GOCSPX-", Signs.URL_SAFE, 20, Token.ANY),
            model("sk-", Signs.URL_SAFE),
            model("gsk_", Signs.ALPHANUMERIC),
            model("hf_", Signs.ALPHANUMERIC),
            model("xai-", Signs.ALPHANUMERIC),
            model("pplx-", Signs.ALPHANUMERIC),
            model("nvapi-", Signs.URL_SAFE),
            model("csk-", Signs.ALPHANUMERIC),
            model("r8_", Signs.ALPHANUMERIC),
            stripe("sk_live_"),
            stripe("sk_test_"),
            stripe("rk_live_"),
            stripe("rk_test_"),
            stripe("whsec_"),
            new Token("npm_token", "npm_", Signs.ALPHANUMERIC, 30, Token.ANY),
            new Token("pypi_token", "pypi-", Signs.URL_SAFE, 32, Token.ANY),
            new Token("docker_token", "dckr_pat_", Signs.URL_SAFE, 20, Token.ANY),
            new Token("sendgrid_key", "SG.", Signs.DOTTED, 32, Token.ANY),
            new Token("digitalocean_token", "dop_v1_", Signs.ALPHANUMERIC, 32, Token.ANY),
            new Token("shopify_token", "shpat_", Signs.ALPHANUMERIC, 32, Token.ANY),
            new Token("vault_token", "hvs.", Signs.URL_SAFE, 20, Token.ANY));

    private Credentials() {}

    private static Token github(String prefix, Signs signs, int least) {
        return new Token("github_token", prefix, signs, least, Token.ANY);
    }

    private static Token gitlab(String prefix) {
        return new Token("gitlab_token", prefix, Signs.DOTTED, 20, Token.ANY);
    }

    private static Token slack(String prefix) {
        return new Token("slack_token", prefix, Signs.URL_SAFE, 10, Token.ANY);
    }

    private static Token model(String prefix, Signs signs) {
        return new Token("model_api_key", prefix, signs, 20, Token.ANY);
    }

    private static Token stripe(String prefix) {
        return new Token("stripe_key", prefix, Signs.ALPHANUMERIC, 16, Token.ANY);
    }
}
