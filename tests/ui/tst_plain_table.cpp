#include "ui/theme.h"
#include "ui/widgets/plain_table.h"
#include "ui/widgets/table_header.h"

#include <QStandardItemModel>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace pivotal::ui;

namespace {

constexpr int closeEnough = 1; ///< px; the title and the cell have different fonts

/// The columns of the picture in which something other than its ground is drawn, without the line at the bottom.
QList<int> inkOf(const QImage &image)
{
    QList<int> columns;
    const QRgb ground = image.pixel(1, 1);
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height() - 2; ++y)
            if (image.pixel(x, y) != ground) {
                columns << x;
                break;
            }
    return columns;
}

} // namespace

class PlainTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance(); }
    void init();
    void cleanup() { m_table.reset(); }
    void titlesStandOverTheirCells();
    void theArrowStandsBesideTheTitle();
    void aSortedTitleIsNotCut();
    void theTintLeavesWithThePointer();

private:
    [[nodiscard]] QImage title(int column) const;
    [[nodiscard]] QImage cell(int column) const;

    QStandardItemModel m_model{1, 2};
    std::unique_ptr<PlainTable> m_table;
};

void PlainTableTest::init()
{
    for (int column = 0; column < 2; ++column) {
        const int alignment = int((column ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        m_model.setHeaderData(column, Qt::Horizontal, u"HH"_s);
        m_model.setHeaderData(column, Qt::Horizontal, alignment, Qt::TextAlignmentRole);
        m_model.setData(m_model.index(0, column), u"HHHH"_s);
        m_model.setData(m_model.index(0, column), alignment, Qt::TextAlignmentRole);
    }
    m_table = std::make_unique<PlainTable>(u"Table"_s);
    m_table->setModel(&m_model);
    m_table->resize(300, 100);
    m_table->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
}

QImage PlainTableTest::title(int column) const
{
    const TableHeader *header = m_table->header();
    return m_table->header()
        ->viewport()
        ->grab({header->sectionViewportPosition(column), 0, header->sectionSize(column), header->height()})
        .toImage();
}

QImage PlainTableTest::cell(int column) const
{
    return m_table->viewport()->grab(m_table->visualRect(m_model.index(0, column))).toImage();
}

void PlainTableTest::titlesStandOverTheirCells()
{
    for (const bool canSort : {false, true}) {
        m_table->setSortingEnabled(canSort);
        m_table->header()->setSortIndicator(-1, Qt::AscendingOrder);
        QVERIFY(qAbs(inkOf(title(0)).first() - inkOf(cell(0)).first()) <= closeEnough);
        QVERIFY(qAbs(inkOf(title(1)).last() - inkOf(cell(1)).last()) <= closeEnough);
    }
}

void PlainTableTest::theArrowStandsBesideTheTitle()
{
    m_table->setSortingEnabled(true);
    for (const int column : {0, 1}) {
        m_table->header()->setSortIndicator(-1, Qt::AscendingOrder);
        const QList<int> plain = inkOf(title(column));
        m_table->header()->setSortIndicator(column, Qt::AscendingOrder);
        const QList<int> sorted = inkOf(title(column));
        const QList<int> arrow = column ? sorted.first(sorted.size() - plain.size()) : sorted.sliced(plain.size());
        QVERIFY(arrow.size() > 4);
        QCOMPARE(column ? sorted.last(plain.size()) : sorted.first(plain.size()), plain); // the title stays where it was
        QVERIFY(column ? arrow.last() < plain.first() - 2 : arrow.first() > plain.last() + 2);
    }
}

void PlainTableTest::aSortedTitleIsNotCut()
{
    m_table->setSortingEnabled(true);
    m_model.setHeaderData(1, Qt::Horizontal, u"HHHHHHHH"_s);
    m_table->header()->setSortIndicator(1, Qt::AscendingOrder);
    m_table->header()->resizeSection(1, 200);
    const qsizetype whole = inkOf(title(1)).size();
    m_table->header()->resizeSection(1, m_table->header()->widthOf(1));
    QCOMPARE(inkOf(title(1)).size(), whole);
}

/// To the header, too, which is inside the table.
void PlainTableTest::theTintLeavesWithThePointer()
{
    const QImage plain = cell(0);
    QTest::mouseMove(m_table->viewport(), m_table->visualRect(m_model.index(0, 0)).center());
    QTRY_VERIFY(cell(0) != plain);
    QTest::mouseMove(m_table->header()->viewport(), {5, 5});
    QTRY_COMPARE(cell(0), plain);
}

QTEST_MAIN(PlainTableTest)
#include "tst_plain_table.moc"
