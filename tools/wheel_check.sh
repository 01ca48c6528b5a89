#!/bin/sh
# usage: tools/wheel_check.sh PYTHON: builds the wheel, and runs it from a folder where no checkout can help it.
set -eu
python=$1
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder" "$root"
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$folder/site" "$folder"/*.whl
cd "$folder"
printf 'Faktura nr. 17\nI alt 760,00 kr.\nBetales senest 12. marts 2026 til reg. 1234 konto 0012345678\n' > faktura.txt
# PYTHONPATH comes before an editable install of the checkout: rules and letters must be the wheel's own.
PYTHONPATH="$folder/site" "$python" -P -m bot init > init.txt
PYTHONPATH="$folder/site" "$python" -P -m bot extract --json faktura.txt | grep -q '"invoice_number"'
PYTHONPATH="$folder/site" "$python" -P -c 'import bot.data as d; assert "_data" in str(d.data_path("rules")), d.data_path("rules")'
echo "wheel: $(ls "$folder"/*.whl | sed 's|.*/||') runs on its own"
