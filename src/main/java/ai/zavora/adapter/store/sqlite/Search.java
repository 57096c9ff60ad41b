package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.EventText;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through the journal itself. SQLite passes over the entries that are whole and cannot match; there is no index to write with
 * every append, to keep in step, or to hold words of sessions that were deleted.
 */
final class Search {
    /** Stands for k and i in patterns: the Kelvin sign and the dotted capital I become them in lower case. */
    private static final char ANY = '_';

    private Search() {}

    static List<SearchHit> run(Database database, SearchQuery query) throws SQLException {
        var filter = filter(query.words());
        var hits = new ArrayList<SearchHit>();
        for (var session : SessionRows.all(database, query.app(), query.user())) {
            if (hits.size() >= query.limit()) {
                break;
            }
            in(session, database, query, filter, hits);
        }
        return hits;
    }

    private static void in(
            SessionRows session, Database database, SearchQuery query, Filter filter, List<SearchHit> hits)
            throws SQLException {
        var values = new ArrayList<Object>();
        values.add(session.key(0));
        values.add(session.key(SessionRows.MAX_SEQ));
        values.addAll(filter.patterns);
        database.each(
                row -> {
                    InterruptedWorkException.check();
                    var event = EventCodec.read(SessionRows.text(row, 2));
                    var excerpt = query.excerpt(EventText.content(event.body()));
                    if (excerpt.isPresent()) {
                        hits.add(new SearchHit(
                                session.summary().key(),
                                row.getLong(1) & SessionRows.MAX_SEQ,
                                event.at(),
                                EventText.kind(event.body()),
                                excerpt.get()));
                    }
                    return hits.size() < query.limit();
                },
                "SELECT key, entry FROM journal_event WHERE key BETWEEN ? AND ?" + filter.sql + " ORDER BY key",
                values.toArray());
    }

    /** Conditions that every matching entry meets, and every damaged one that is no JSON any more. */
    private record Filter(String sql, List<String> patterns) {}

    private static Filter filter(List<String> words) {
        // an entry that is no JSON is damaged, and nobody knows what stood in it: reading it says so
        var sql = new StringBuilder(" AND (json_valid(entry) IS NOT 1 OR (TRUE");
        var patterns = new ArrayList<String>();
        for (var word : words) {
            var run = longestRun(word);
            if (!run.isEmpty()) {
                sql.append(" AND entry LIKE ?");
                // an s may be half of a sharp one
                patterns.add("%" + run.replace('k', ANY).replace('i', ANY).replaceAll("s+", "%") + "%");
            }
        }
        return new Filter(sql.append("))").toString(), patterns);
    }

    /** The longest part of a word that stands in an entry as it is; empty when there is none. */
    private static String longestRun(String word) {
        var longest = "";
        var from = 0;
        for (var at = 0; at <= word.length(); at++) {
            if (at == word.length() || !standsInJsonAsItIs(word.charAt(at))) {
                if (at - from > longest.length()) {
                    longest = word.substring(from, at);
                }
                from = at + 1;
            }
        }
        return longest;
    }

    /** ASCII letters and digits: written without escapes in JSON, compared without case by LIKE. */
    private static boolean standsInJsonAsItIs(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
