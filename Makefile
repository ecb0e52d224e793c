PYTHON := .venv/bin/python
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test setup compiled bench gallery format clean

help: ## 列出各个目标
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## 演示：由一份台账写出几种文稿（只需 Python）
	@scripts/setup.sh python
	@$(PYTHON) scripts/demo.py

test: ## 全部检查：格式、类型、层次、测试（首次会装 LibreOffice 和字体）
	@scripts/setup.sh all
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy --strict
	.venv/bin/lint-imports
	$(PYTHON) -m pytest -n 2

setup: ## 装好演示和测试所需的一切；可反复运行
	@scripts/setup.sh all
	@echo 已装好

compiled: ## 把热的模块编成机器码，装进 .compiled（首次会装 C 编译器）
	@scripts/setup.sh compiled
	@echo 已装好：.compiled/bin/docgen

bench: ## 量一量各步的快慢
	@scripts/setup.sh compiled
	@$(PYTHON) benchmarks/report.py

gallery: ## 重画版面图册里旧了的图（首次会装 LibreOffice 和字体）
	@scripts/setup.sh all
	@$(PYTHON) scripts/gallery.py

format: ## 把代码排成统一的样子
	@scripts/setup.sh python
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

clean: ## 删去生成的文件和缓存（不动 .venv 和 .setup）
	rm -rf out dist .compiled .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find docgen tests -name __pycache__ -type d -prune -exec rm -rf {} +
