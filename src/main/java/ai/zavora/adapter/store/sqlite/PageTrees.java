package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Follows the trees of tables and indexes through the pages of a database, as far as they can be followed. */
final class PageTrees {
    /** The tree of the list of all others begins with the first page. */
    private static final int LIST = 1;

    private static final int LIST_COLUMNS = 5;

    private final PageFile pages;
    private final Set<Integer> reached = new HashSet<>();
    private final Map<String, Integer> roots = new HashMap<>();
    private boolean listed;

    private PageTrees(PageFile pages) {
        this.pages = pages;
    }

    static PageTrees of(PageFile pages) throws IOException {
        var trees = new PageTrees(pages);
        var list = trees.follow(LIST, PageCells.TABLE);
        var names = new Names();
        for (var page : list.pages) {
            new PageCells(pages).each(page, names);
        }
        trees.listed = list.whole && !names.broken;
        trees.roots.putAll(names.roots);
        return trees;
    }

    /**
     * A tree.
     *
     * @param pages that it leads to
     * @param entries how many rows these hold by their own account
     * @param whole whether it leads to no page that is not there
     */
    record Tree(List<Integer> pages, long entries, boolean whole) {
        private static final Tree LOST = new Tree(List.of(), 0, false);
        private static final Tree NONE = new Tree(List.of(), 0, true);
    }

    /** That of a table; lost where nobody knows where it begins. */
    Tree table(String name) throws IOException {
        return tree(name, PageCells.TABLE);
    }

    /** That of the index of a table's key. */
    Tree key(String table) throws IOException {
        return tree("sqlite_autoindex_" + table + "_1", PageCells.INDEX);
    }

    private Tree tree(String name, PageCells.Kind kind) throws IOException {
        var root = roots.get(name);
        return root == null ? listed ? Tree.NONE : Tree.LOST : follow(root, kind);
    }

    private Tree follow(int root, PageCells.Kind kind) throws IOException {
        var found = new ArrayList<Integer>();
        var entries = 0L;
        var whole = true;
        var next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            InterruptedWorkException.check();
            var number = next.pop();
            if (number < 1 || number > pages.count() || !isOf(kind, number) || !reached.add(number)) {
                whole = false;
                continue;
            }
            found.add(number);
            var page = pages.page(number);
            var start = PageCells.start(number);
            var cells = PageCells.cells(page, start);
            if (page.get(start) == kind.inner()) {
                whole &= addChildren(page, start, cells, next);
            }
            // an inner page of a table holds no rows
            entries += page.get(start) == PageCells.TABLE.inner() ? 0 : cells;
        }
        return new Tree(found, entries, whole);
    }

    private boolean isOf(PageCells.Kind kind, int number) throws IOException {
        var first = pages.page(number).get(PageCells.start(number));
        return first == kind.inner() || first == kind.leaf();
    }

    /** Each entry of an inner page begins with the number of a page; one more is in its header. */
    private static boolean addChildren(ByteBuffer page, int start, int cells, ArrayDeque<Integer> next) {
        var whole = true;
        next.push(page.getInt(start + 8));
        for (var i = 0; i < cells; i++) {
            var pointer = start + 12 + 2 * i;
            var at = pointer + 2 <= page.limit() ? page.getShort(pointer) & 0xffff : 0;
            if (at < start + 12 || at + 4 > page.limit()) {
                whole = false;
                break;
            }
            next.push(page.getInt(at));
        }
        return whole;
    }

    /** Reads the list: kind, name, table, first page and statement of each. */
    private static final class Names implements PageCells.Visitor {
        private final Map<String, Integer> roots = new HashMap<>();
        private boolean broken;

        @Override
        public void row(Cell cell) {
            if (cell.values().size() != LIST_COLUMNS || !cell.isText(1) || !cell.isNumber(3)) {
                broken = true;
                return;
            }
            var root = cell.number(3);
            if (root > 0) {
                roots.put(cell.text(1).toLowerCase(Locale.ROOT), (int) Math.min(root, Integer.MAX_VALUE));
            }
        }

        @Override
        public void broken() {
            broken = true;
        }
    }
}
