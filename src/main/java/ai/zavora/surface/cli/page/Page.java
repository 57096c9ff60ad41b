package ai.zavora.surface.cli.page;

import java.util.Map;

/** A page that needs nothing but itself: no script, no font, no address. Light, dark and on paper. */
public final class Page {
    private Page() {}

    /**
     * The whole page.
     *
     * @param title in its head
     * @param page empty so far; the body is written to it
     */
    public static String html(String title, Markup page, Markup.Content body) {
        page.element("html", Map.of("lang", "en"), () -> {
            page.element("head", Map.of(), () -> head(title, page));
            page.element("body", Map.of(), body);
        });
        return "<!DOCTYPE html>\n" + page.result();
    }

    /** The whole page where there is nothing to report on, which the note says. */
    public static String nothing(String title, String note) {
        var page = new Markup();
        return html(
                title,
                page,
                () -> page.element("header", Map.of(), () -> page.text("h1", title)
                        .text("p", Map.of("class", "note"), note.strip())));
    }

    private static void head(String title, Markup page) {
        page.empty("meta", Map.of("charset", "utf-8"))
                .empty("meta", Map.of("name", "viewport", "content", "width=device-width, initial-scale=1"))
                .empty(
                        "meta",
                        Map.of(
                                "http-equiv",
                                "Content-Security-Policy",
                                "content",
                                "default-src 'none'; style-src 'unsafe-inline'"))
                .text("title", title)
                .text("style", PageStyle.CSS);
    }
}
