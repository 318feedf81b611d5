import { FIELDS } from "../src/domain/cars/import/fields.ts";

export const HELP = `Usage: bun run import --tenant SLUG [options] FILE.csv|FILE.xlsx
       bun run import --tenant SLUG --undo

Takes a file of stock into a dealership, its good rows together or not at all. A row with a
display code or a VIN updates the car that has it; any other row makes a car once, however often the file is imported.
Rows that are not understood are left out and explained in a file of their own: correct them
there and import that file.

  --map FIELD=COLUMN|COLUMN,…  which columns hold a field; in each row the first that is not
                               empty counts. Columns with usual names are found by themselves.
  --set FIELD=VALUE            one value for every row; an empty one leaves the field out
  --rate CODE=RUPIAH           rupiah for one unit of a foreign currency
  --status available|draft     of new cars whose row names no status (default: available)
  --sheet NAME                 of a workbook (default: the first one shown that has rows)
  --mode rows|file             take the rows that can be taken, or all rows or none (default: rows)
  --dry-run                    show what would happen and store nothing
  --rejected FILE              where rejected rows go (default: FILE.rejected.csv)
  --undo                       take back what the last import changed, within a week; a car that
                               somebody changed since is left, and named
  --json                       the summary as JSON

--map, --set and --rate may be repeated. An empty cell clears its field in a car that exists,
except price, photos, display code and VIN; a column that the file lacks changes nothing.

A file whose columns have the names of one that was imported is read as that was, but for what
--map and --set say.

Fields: ${FIELDS.join(", ")}.

Examples:
  bun run import --tenant prima stok.xlsx
  bun run import --tenant prima --dry-run --status draft stok.csv.gz
  bun run import --tenant prima --set brand=Mercedes-Benz --rate GBP=20500 \\
    --map "mileage=mileage|mileage2,fuel=fuel type2|fuel type,engineCc=engine size2|engine size" uk.csv`;
