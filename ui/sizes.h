#pragma once

/// Margins and widths that pages share, in device-independent pixels.
namespace pivotal::ui::sizes {

constexpr int pageMargin = 16;
constexpr int cardPadding = 14;
constexpr int maxContentWidth = 1'800; ///< lines don't stretch without end
constexpr int narrowPage = 960;        ///< below it what stands side by side stands one above the other
constexpr int detailsWidth = 340;      ///< of a card beside a table
constexpr int sectionHeaderHeight = 46;
constexpr int textFrameHeight = 2 * (1 + 4); ///< the style sheet's border and padding of a text box
constexpr int rowHeight = 30;                ///< of a plain table
constexpr int statusDot = 8;                 ///< its diameter
constexpr int cellPadding = 10;              ///< left and right of a cell's text

} // namespace pivotal::ui::sizes
