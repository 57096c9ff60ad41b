package ai.zavora.surface.cli.page;

/** How the page looks. Holds no character that markup would have to escape. */
final class PageStyle {
    static final String CSS = """
            :root { color-scheme: light dark; --back: #ffffff; --card: #f6f7f9; --ink: #1b1f24; --soft: #5b6570;
              --line: #dde1e6; --a: #2f6fbf; --b: #8fbce8; --c: #d9822b; --d: #c23b3b; --e: #7d55b8;
              --ok: #2c7a3f; --info: #2f6fbf; --warn: #a65f00; --fail: #b42323; }
            @media (prefers-color-scheme: dark) { :root { --back: #14171b; --card: #1d2127; --ink: #e8eaed;
              --soft: #9aa4af; --line: #343b44; --a: #5b9be6; --b: #2f5f96; --c: #e39a4d; --d: #e06666; --e: #a88ae0;
              --ok: #3f9a56; --info: #4a86cf; --warn: #b9770e; --fail: #cf4a4a; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 24px 20px 40px; max-width: 880px; background: var(--back);
              color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 24px; margin: 0; }
            h2 { font-size: 16px; margin: 0 0 6px; }
            p { margin: 0 0 6px; }
            code { font: 13px ui-monospace, monospace; }
            .note, footer { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px;
              margin: 16px 0 0; break-inside: avoid; overflow-x: auto; }
            footer { margin-top: 16px; }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(104px, 1fr)); gap: 12px; }
            .tiles b { display: block; font-size: 20px; font-variant-numeric: tabular-nums; }
            .tiles span { color: var(--soft); font-size: 13px; }
            .findings { list-style: none; margin: 0; padding: 0; }
            .findings li { padding: 8px 0; border-top: 1px solid var(--line); }
            .findings li:first-child { border-top: 0; }
            .findings p { margin: 2px 0 0; }
            .badge { display: inline-block; min-width: 52px; margin-right: 8px; padding: 0 7px; border-radius: 9px;
              color: #ffffff; font-size: 12px; text-align: center; }
            .badge.ok { background: var(--ok); } .badge.info { background: var(--info); }
            .badge.warn { background: var(--warn); } .badge.fail { background: var(--fail); }
            .key { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 5px; }
            .legend .item { margin-right: 14px; display: inline-block; }
            .key.a { background: var(--a); } .key.b { background: var(--b); } .key.c { background: var(--c); }
            .key.d { background: var(--d); } .key.e { background: var(--e); }
            svg { display: block; width: 100%; min-width: 560px; height: auto; }
            rect.a { fill: var(--a); } rect.b { fill: var(--b); } rect.c { fill: var(--c); }
            rect.d { fill: var(--d); } rect.e { fill: var(--e); }
            svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
            svg text.name { text-anchor: end; fill: var(--ink); }
            svg line.grid { stroke: var(--line); stroke-width: 1; }
            svg line.base { stroke: var(--c); stroke-width: 1.5; stroke-dasharray: 5 4; }
            svg polyline { fill: none; stroke: var(--a); stroke-width: 1.8; }
            circle.a { fill: var(--a); } circle.d { fill: var(--d); }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
            th { color: var(--soft); font-weight: normal; }
            th, td { text-align: right; padding: 4px 6px; border-top: 1px solid var(--line); white-space: nowrap; }
            thead th { border-top: 0; }
            td:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; }
            @media print { body { max-width: none; padding: 0; } section { background: none; }
              * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
            """;

    private PageStyle() {}
}
